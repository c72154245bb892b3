/** One value of one series; a time of its own where the board gave one. */
export interface PlotPoint {
  readonly series: string;
  readonly value: number;
  /** In milliseconds on the board's own scale; undefined for the time of arrival. */
  readonly timeMs?: number;
}

/** A name longer than this is cut; a line with more values than this is no plot. */
const maxNameLength = 40;
const maxValues = 64;

/**
 * Reads the values of a line, in either of two formats: Arduino's (`label:value`, or bare values; separated by commas,
 * tabs or blanks) and Teleplot's (`>name:value`, `>name:time:value`, several values after `;`, a unit after `§`). A line
 * that is neither gives none.
 */
export function parsePlotLine(line: string): PlotPoint[] {
  const text = line.trim();
  if (text === '' || text.length > 4_096) return [];
  return text.startsWith('>') ? parseTeleplot(text.slice(1)) : parseArduino(text);
}

/** `temp:27.9,humidity:94` or `27.9 94`; a line with anything else in it is text and gives nothing. */
function parseArduino(text: string): PlotPoint[] {
  // "label: value" with a blank is common in sketches.
  const words = text
    .replace(/:[ \t]+/g, ':')
    .split(/[,\t ;]+/)
    .filter((word) => word !== '');
  if (words.length > maxValues) return [];
  const points: PlotPoint[] = [];
  for (const [at, word] of words.entries()) {
    const colon = word.lastIndexOf(':');
    const value = readNumber(word.slice(colon + 1));
    const name = colon < 0 ? `${at + 1}` : word.slice(0, colon);
    if (value === undefined || !isName(name)) return [];
    points.push({ series: name.slice(0, maxNameLength), value });
  }
  return points;
}

function parseTeleplot(text: string): PlotPoint[] {
  // What is behind `|` are flags, behind `§` a unit.
  const [body = ''] = text.split(/[§|]/);
  const colon = body.indexOf(':');
  const name = body.slice(0, colon).trim();
  if (colon < 1 || !isName(name)) return [];
  const samples = body
    .slice(colon + 1)
    .split(';')
    .filter((sample) => sample !== '');
  if (samples.length > maxValues) return [];
  return samples.flatMap((sample) => {
    const parts = sample.split(':').map((part) => readNumber(part.trim()));
    const [first, second] = parts;
    if (first === undefined || parts.length > 2) return [];
    const series = name.slice(0, maxNameLength);
    if (parts.length === 1) return [{ series, value: first }];
    return second === undefined ? [] : [{ series, value: second, timeMs: first }];
  });
}

function readNumber(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** A name has no control characters, and holds something to read. */
function isName(name: string): boolean {
  return name.trim() !== '' && !/[\u0000-\u001f\u007f-\u009f]/.test(name);
}
