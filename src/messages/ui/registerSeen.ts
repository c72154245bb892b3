import * as vscode from 'vscode';
import { pageTypes } from '../../contributions';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { LatePages } from '../../shared/ui/latePages';
import { type DevicePageSources, stateAt } from '../devicePage';
import { readUplinkMessage } from '../../sigfox/uplinkMessage';
import { type DevicePageState, readDevicePageState } from '../devicePageProtocol';
import type { MessageHistory } from '../messageHistory';
import type { PlottedMessage } from '../plotModel';
import { type PlotPageState, type PlottedDevice, readPlotPageState } from '../plotPageProtocol';
import type { RowId } from '../treeNode';
import { DevicePanel } from './devicePanel';
import { PlotPanel } from './plotPanel';
import { pickDevices, pickField, pickOne } from './seenPrompts';

export interface SeenSources extends DevicePageSources {
  readonly history: MessageHistory;
}

/** What the pages of this room need of it. */
export interface SeenDoors {
  readonly extensionUri: vscode.Uri;
  readonly sources: SeenSources;
  setConfig(device: PlottedDevice): Thenable<unknown>;
  /** Draws a field: the one at this place in the payload config, else one that is asked for. */
  plot(device: PlottedDevice, field: number | undefined): Promise<void>;
  pickDevices(state: PlotPageState): Promise<readonly PlottedDevice[] | undefined>;
  /** Everything that is kept of a device, in the order of arrival. */
  readAll(device: PlottedDevice, take: (message: PlottedMessage) => void): Promise<void>;
  closed(panel: DevicePanel): void;
}

export interface SeenRegistration {
  readonly commands: CommandRunner;
  readonly pages: LatePages;
  readonly extensionUri: vscode.Uri;
  readonly sources: SeenSources;
  /** The row a command is about. */
  readonly rowOf: (id: string | undefined) => RowId | undefined;
}

/** The pages for what is better seen than read: a device's bytes and sequence, and plots. */
export function registerSeen({
  commands,
  pages,
  extensionUri,
  sources,
  rowOf,
}: SeenRegistration): vscode.Disposable {
  const panels = new Set<DevicePanel>();
  const doors: SeenDoors = {
    extensionUri,
    sources,
    setConfig: ({ connectionId, device }) =>
      vscode.commands.executeCommand(
        'sigfox.messages.setPayloadConfig',
        JSON.stringify(['device', connectionId, device]),
      ),
    plot: async (device, field) => plotDevice(device, fieldAt(sources, device, field)),
    pickDevices: (state) => pickDevices(sources, state),
    readAll: (device, take) => readAll(sources, device, take),
    closed: (panel) => panels.delete(panel),
  };
  const restoreDevice = (panel: vscode.WebviewPanel, state: DevicePageState) =>
    panels.add(new DevicePanel(panel, doors, state));
  const plotDevice = async (device: PlottedDevice, wanted: string | undefined) => {
    const field = wanted ?? (await pickField(sources, device));
    if (field !== undefined) new PlotPanel(PlotPanel.create(), doors, { field, devices: [device] });
  };
  return vscode.Disposable.from(
    pages.register(pageTypes.device, (panel, state) => {
      const read = readDevicePageState(state);
      if (read) restoreDevice(panel, read);
      else panel.dispose();
    }),
    pages.register(pageTypes.plot, (panel, state) => {
      const read = readPlotPageState(state);
      if (read) new PlotPanel(panel, doors, read);
      else panel.dispose();
    }),
    commands.register('sigfox.messages.showBytes', async (id) => {
      const row: DeviceRow | undefined = deviceRowOf(rowOf(id)) ?? (await pickOne(sources));
      if (!row) return;
      const state = stateAt(sources, { ...deviceOf(row), receivedAtMs: undefined }, row.number);
      const open = [...panels].find(({ key }) => key === `${row.connectionId}/${row.device}`);
      if (open) open.show(state);
      else restoreDevice(DevicePanel.create(), state);
    }),
    commands.register('sigfox.messages.plot', async (id) => {
      const row: DeviceRow | undefined = deviceRowOf(rowOf(id)) ?? (await pickOne(sources));
      if (row) await plotDevice(deviceOf(row), row.field);
    }),
  );
}

/** A device, a message of it, or a field of that. */
type DeviceRow = PlottedDevice & { readonly number?: number; readonly field?: string };

function deviceRowOf(row: RowId | undefined): DeviceRow | undefined {
  if (!row || !('device' in row)) return undefined;
  return row.kind === 'field' ? { ...row, field: row.name } : row;
}

function deviceOf({ connectionId, device }: PlottedDevice): PlottedDevice {
  return { connectionId, device };
}

/** The name of the field at this place in the device's payload config. */
function fieldAt(
  { store, book, connections }: SeenSources,
  { connectionId, device }: PlottedDevice,
  at: number | undefined,
): string | undefined {
  const newest = store.log(`${connectionId}/${device}`)?.messages.at(-1);
  if (at === undefined || !newest) return undefined;
  const settings = book.settingsFor(newest, connections.connectionOf(connectionId));
  return settings && book.decoder(settings).config.fields[at]?.name;
}

/** Everything that is kept of a device, in the order of arrival: from the disk, and what came after that was read. */
async function readAll(
  { store, history }: SeenSources,
  device: PlottedDevice,
  take: (message: PlottedMessage) => void,
): Promise<void> {
  let lastMs = Number.NEGATIVE_INFINITY;
  for await (const piece of (await history.read({ fromMs: 0, of: device })) ?? []) {
    for (const { connectionId, received } of piece) {
      lastMs = received.receivedAtMs;
      take({ connectionId, received, content: readUplinkMessage(received.body) });
    }
  }
  for (const message of store.log(`${device.connectionId}/${device.device}`)?.messages ?? []) {
    if (message.received.receivedAtMs > lastMs) take(message);
  }
}
