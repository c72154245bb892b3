import * as l10n from '@vscode/l10n';

/** What the plotter's page asks of the host. */
export type PlotterMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'export'; readonly format: 'csv' | 'png'; readonly content: string };

/** A picture of a large screen is some megabytes. */
const maxContentLength = 64 * 1024 * 1024;

/** Undefined for anything that is no message of the page. */
export function readPlotterMessage(value: unknown): PlotterMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, format, content } = value as Readonly<Record<string, unknown>>;
  if (kind === 'ready') return { kind };
  if (kind !== 'export' || typeof content !== 'string') return undefined;
  if (content.length > maxContentLength || (format !== 'csv' && format !== 'png')) return undefined;
  if (format === 'png' && !content.startsWith('data:image/png;base64,')) return undefined;
  return { kind, format, content };
}

/** Every word of the plotter's page. */
export function plotterWords() {
  return {
    waiting: l10n.t(
      'No values yet. Lines such as "temp:27.9" or ">temp:27.9" become curves while a serial monitor is open.',
    ),
    pause: l10n.t('Pause'),
    pauseHint: l10n.t('Hold what is in sight; values are still taken in'),
    fixed: l10n.t('Fixed Scale'),
    fixedHint: l10n.t('Keep the scale that is shown, or the one typed'),
    lowest: l10n.t('Lowest value'),
    highest: l10n.t('Highest value'),
    seconds: l10n.t('Seconds shown'),
    reset: l10n.t('Reset Zoom'),
    resetHint: l10n.t('Show the newest values again; drag over the picture to zoom in'),
    zoomIn: l10n.t('Zoom In'),
    zoomOut: l10n.t('Zoom Out'),
    clear: l10n.t('Clear'),
    csv: l10n.t('Export CSV…'),
    png: l10n.t('Export PNG…'),
    time: l10n.t('Time'),
    picture: l10n.t('Plot of {0}, from {1} to {2}', '{0}', '{1}', '{2}'),
    points: l10n.t('{0} values · {1} s shown', '{0}', '{1}'),
  };
}

export type PlotterWords = ReturnType<typeof plotterWords>;
