/** How the plotter was set, as its fields show it. */
export interface KeptPlot {
  readonly seconds: string;
  readonly lowest: string;
  readonly highest: string;
  readonly isFixed: boolean;
}

const fresh: KeptPlot = { seconds: '30', lowest: '', highest: '', isFixed: false };

/** What an earlier page left; what is not of the expected shape is left out. */
export function keptPlot(stored: unknown): KeptPlot {
  if (typeof stored !== 'object' || stored === null) return fresh;
  const { seconds, lowest, highest, isFixed } = stored as Readonly<Record<string, unknown>>;
  return {
    seconds: isNumeral(seconds) && Number(seconds) > 0 ? seconds : fresh.seconds,
    lowest: isNumeral(lowest) ? lowest : fresh.lowest,
    highest: isNumeral(highest) ? highest : fresh.highest,
    isFixed: isFixed === true && isNumeral(lowest) && isNumeral(highest),
  };
}

function isNumeral(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}
