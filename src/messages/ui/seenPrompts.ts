import * as vscode from 'vscode';
import { UserError } from '../../shared/userError';
import type { DevicePageSources } from '../devicePage';
import { plottableFields } from '../plotModel';
import { maxPlottedDevices, type PlotPageState, type PlottedDevice } from '../plotPageProtocol';

export async function pickField(
  sources: DevicePageSources,
  device: PlottedDevice,
): Promise<string | undefined> {
  const fields = plottableFields(sources, [device]);
  if (fields.length === 0) {
    throw new UserError(vscode.l10n.t('No field of this device has a number yet.'), {
      action: {
        title: vscode.l10n.t('Set Payload Config'),
        command: 'sigfox.messages.setPayloadConfig',
        arguments: [JSON.stringify(['device', device.connectionId, device.device])],
      },
    });
  }
  if (fields.length === 1) return fields[0]?.name;
  const items = fields.map(({ name, label }) => ({ label, name }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which field is drawn over time?'),
  });
  return chosen?.name;
}

export async function pickOne(sources: DevicePageSources): Promise<PlottedDevice | undefined> {
  const chosen = await vscode.window.showQuickPick(deviceItems(sources), {
    placeHolder: vscode.l10n.t('Which device?'),
  });
  return chosen?.of;
}

export async function pickDevices(
  sources: DevicePageSources,
  { devices }: PlotPageState,
): Promise<readonly PlottedDevice[] | undefined> {
  const isIn = ({ connectionId, device }: PlottedDevice) =>
    devices.some((each) => each.connectionId === connectionId && each.device === device);
  const items = deviceItems(sources).map((item) => ({ ...item, picked: isIn(item.of) }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    placeHolder: vscode.l10n.t('Whose values are drawn? At most {0} devices.', maxPlottedDevices),
  });
  return chosen?.slice(0, maxPlottedDevices).map(({ of }) => of);
}

function deviceItems({ store, book, connections }: DevicePageSources) {
  return [...store.logs].flatMap(({ connectionId, device }) => {
    if (device === undefined) return [];
    const connection = connections.connectionOf(connectionId);
    const name = book.nameOf(device, connection);
    return [
      {
        label: name ?? device,
        description: [name === undefined ? '' : device, connection?.name ?? '']
          .filter((word) => word !== '')
          .join(' · '),
        of: { connectionId, device },
      },
    ];
  });
}
