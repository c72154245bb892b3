import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { csvText } from './csvText';
import { type DecodedMessage, decodeMessage } from './decodedMessage';
import type { DevicePageSources } from './devicePage';
import type { StoredMessage } from './messageStore';
import { PlotLine, plottedValue } from './plotLine';
import type {
  PlotPageModel,
  PlotPageSeries,
  PlotPageState,
  PlottedDevice,
} from './plotPageProtocol';

/** As much of a message as a plot needs; one from the disk has no more. */
export type PlottedMessage = Pick<StoredMessage, 'connectionId' | 'content' | 'received'>;

/** The values of a plot, taken in message by message. */
export class PlotModel {
  private readonly lines: readonly PlotLine[];
  /** Of the newest message with a value, as a row would say it. */
  private readonly newest: string[] = [];

  constructor(
    private readonly sources: DevicePageSources,
    readonly state: PlotPageState,
  ) {
    this.lines = state.devices.map(() => new PlotLine());
  }

  /** In the order of arrival. */
  add(series: number, message: PlottedMessage): void {
    const decoded = decodeWith(this.sources, message);
    const field = decoded.fields.find(({ name }) => name === this.state.field);
    // A message of another kind, such as a status, has nothing to do with the field.
    if (!field && decoded.problem === undefined) return;
    const value = plottedValue(field?.value);
    this.lines[series]?.add(message, value);
    if (value !== undefined) this.newest[series] = field?.exact ?? '';
  }

  model(): PlotPageModel {
    const { state, sources } = this;
    const series = state.devices.map((device, at) => this.seriesOf(device, at));
    const values = sum(
      series.map(({ values: all }) => all.filter((value) => value !== null).length),
    );
    const gaps = sum(series.map((each) => each.gaps.length));
    return {
      kind: 'plot',
      state,
      title: this.title(),
      fields: plottableFields(sources, state.devices),
      series,
      summary: this.summary(values, gaps),
      isEmpty: values === 0,
    };
  }

  /** One row a value; numbers stay numbers, and no text is a formula. */
  csv(): string {
    const rows = this.state.devices.flatMap((device, at) =>
      (this.lines[at]?.points ?? []).flatMap(({ timeMs, value }) =>
        value === null
          ? []
          : [[new Date(timeMs).toISOString(), device.device, nameOf(this.sources, device), value]],
      ),
    );
    return csvText([['time', 'device', 'name', this.state.field], ...rows]);
  }

  private title(): string {
    const [first, ...others] = this.state.devices;
    const label = safeLine(this.state.field, 60);
    if (!first) return label;
    const name = nameOf(this.sources, first);
    return others.length === 0
      ? l10n.t('{0} of {1}', label, name)
      : l10n.t('{0} of {1} Devices', label, this.state.devices.length);
  }

  private summary(values: number, gaps: number): string {
    if (this.state.devices.length === 0) return l10n.t('No device is chosen.');
    if (values === 0)
      return l10n.t(
        'No message has a number for "{0}" yet. Set a payload config, or choose another field.',
        safeLine(this.state.field, 60),
      );
    const number = values.toLocaleString('en');
    const count = this.lines.some(({ isCut }) => isCut)
      ? l10n.t('the newest {0} values', number)
      : l10n.t('{0} values', number);
    return gaps === 0 ? count : `${count}, ${countGaps(gaps)}`;
  }

  private seriesOf(device: PlottedDevice, at: number): PlotPageSeries {
    const points = this.lines[at]?.points ?? [];
    return {
      name: nameOf(this.sources, device),
      newest: this.newest[at] ?? '',
      timesMs: points.map(({ timeMs }) => timeMs),
      values: points.map(({ value }) => value),
      gaps: this.lines[at]?.gaps ?? [],
    };
  }
}

/** Fields of the devices' newest messages that have a number, for the list to choose from. */
export function plottableFields(
  sources: DevicePageSources,
  devices: readonly PlottedDevice[],
): PlotPageModel['fields'] {
  const found = new Map<string, string>();
  const newest = devices.flatMap(
    ({ connectionId, device }) =>
      sources.store.log(`${connectionId}/${device}`)?.messages.slice(-8) ?? [],
  );
  for (const { name, label, value } of newest.flatMap((one) => decodeWith(sources, one).fields)) {
    if (plottedValue(value) !== undefined && !found.has(name)) found.set(name, label);
  }
  return [...found].map(([name, label]) => ({ name, label }));
}

function decodeWith(
  { book, connections }: DevicePageSources,
  message: PlottedMessage,
): DecodedMessage {
  const connection = connections.connectionOf(message.connectionId);
  const settings = book.settingsFor(message, connection);
  return decodeMessage(message, settings, (wanted) => book.decoder(wanted));
}

function nameOf({ book, connections }: DevicePageSources, of: PlottedDevice): string {
  const connection = connections.connectionOf(of.connectionId);
  return safeLine(book.nameOf(of.device, connection) ?? of.device, 60);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function countGaps(count: number): string {
  return count === 1 ? l10n.t('1 gap') : l10n.t('{0} gaps', count.toLocaleString('en'));
}
