import * as l10n from '@vscode/l10n';
import type { PlotGap } from './plotLine';

/** One field of one or several devices: what brings the page back after a reload. */
export interface PlotPageState {
  readonly field: string;
  readonly devices: readonly PlottedDevice[];
}

export interface PlottedDevice {
  readonly connectionId: string;
  readonly device: string;
}

/** Everything the page draws. */
export interface PlotPageModel {
  readonly kind: 'plot';
  readonly state: PlotPageState;
  readonly title: string;
  /** Fields there are to choose from. */
  readonly fields: readonly { readonly name: string; readonly label: string }[];
  readonly series: readonly PlotPageSeries[];
  /** `1,204 values, 3 gaps`, or why there is nothing to draw. */
  readonly summary: string;
  readonly isEmpty: boolean;
}

export interface PlotPageSeries {
  readonly name: string;
  /** The newest value, with its unit. */
  readonly newest: string;
  readonly timesMs: readonly number[];
  /** Null breaks the line. */
  readonly values: readonly (number | null)[];
  readonly gaps: readonly PlotGap[];
}

/** What the page asks of the host. */
export type PlotPageMessage =
  | { readonly kind: 'ready' | 'chooseDevices' | 'csv' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'png'; readonly content: string };

/** More lines than this nobody tells apart. */
export const maxPlottedDevices = 12;

const longestField = 4_096;

/** A picture of a large screen is some megabytes. */
const longestPicture = 64 * 1024 * 1024;
const pictureStart = 'data:image/png;base64,';

/** Undefined for anything that is no message of the page. */
export function readPlotPageMessage(value: unknown): PlotPageMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, name, content } = value as Readonly<Record<string, unknown>>;
  switch (kind) {
    case 'ready':
    case 'chooseDevices':
    case 'csv':
      return { kind };
    case 'field':
      return typeof name === 'string' && name.length <= longestField ? { kind, name } : undefined;
    case 'png':
      return typeof content === 'string' &&
        content.length <= longestPicture &&
        content.startsWith(pictureStart)
        ? { kind, content: content.slice(pictureStart.length) }
        : undefined;
    default:
      return undefined;
  }
}

/** Undefined for what is no state of such a page: it may come from another version. */
export function readPlotPageState(value: unknown): PlotPageState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { field, devices } = value as Readonly<Record<string, unknown>>;
  if (typeof field !== 'string' || field.length > longestField || !Array.isArray(devices))
    return undefined;
  return { field, devices: devices.slice(0, maxPlottedDevices).flatMap(readDevice) };
}

function readDevice(value: unknown): PlottedDevice[] {
  if (typeof value !== 'object' || value === null) return [];
  const { connectionId, device } = value as Readonly<Record<string, unknown>>;
  return typeof connectionId === 'string' && typeof device === 'string'
    ? [{ connectionId, device }]
    : [];
}

/** Every fixed word of the page. */
export function plotPageWords() {
  return {
    field: l10n.t('Field'),
    devices: l10n.t('Devices…'),
    devicesHint: l10n.t('Choose whose values are drawn'),
    zoomIn: l10n.t('Zoom In'),
    zoomOut: l10n.t('Zoom Out'),
    reset: l10n.t('Show All'),
    resetHint: l10n.t('Show all values again; drag over the picture to zoom in'),
    csv: l10n.t('Export CSV…'),
    png: l10n.t('Export PNG…'),
    time: l10n.t('Time'),
    gap: l10n.t('Not seen: the line is broken there'),
  };
}

export type PlotPageWords = ReturnType<typeof plotPageWords>;
