import * as vscode from 'vscode';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { ContextKeys } from '../../shared/ui/contextKey';
import { UserError } from '../../shared/userError';
import { parseHex } from '../../sigfox/hex';
import type { PlantedFault, Simulator } from '../simulator';
import { promptUplink } from './uplinkPrompt';

/** What the simulator's commands need of the rest: its connection is used like any other. */
export interface SimulatorDoors {
  readonly commands: CommandRunner;
  readonly keys: ContextKeys;
  /** Lets this window listen to the simulator, and remembers that it does. */
  connect(): void;
  disconnect(): void;
}

/** This room's commands. */
export function registerSimulator(simulator: Simulator, doors: SimulatorDoors): vscode.Disposable {
  const { commands, keys } = doors;
  return vscode.Disposable.from(
    simulator.onDidChange(() => keys.set('sigfox.simulating', simulator.isRunning)),
    commands.register('sigfox.simulator.start', () =>
      vscode.window.withProgress({ location: { viewId: 'sigfox.messages' } }, async () => {
        await simulator.start();
        doors.connect();
        await vscode.commands.executeCommand('sigfox.messages.focus');
      }),
    ),
    commands.register('sigfox.simulator.stop', async () => {
      doors.disconnect();
      await simulator.stop();
    }),
    commands.register('sigfox.simulator.sendUplink', (device, hex) =>
      sendUplink(simulator, device, hex),
    ),
    commands.register('sigfox.simulator.plantFault', async (fault) => {
      requireRunning(simulator);
      const chosen = fault === undefined ? await pickFault(simulator.fault) : faultNamed(fault);
      if (chosen) await simulator.plantFault(chosen.fault);
    }),
  );
}

/** With a device and a payload from code; without, both are asked for. */
async function sendUplink(
  simulator: Simulator,
  device: string | undefined,
  hex: string | undefined,
): Promise<void> {
  requireRunning(simulator);
  const known = device === undefined ? undefined : simulator.device(device);
  if (known && hex !== undefined) {
    const read = parseHex(hex);
    if (read.kind === 'invalid') throw new UserError(read.reason);
    return simulator.sendUplink(known, read.payload);
  }
  const uplink = await promptUplink(simulator.devices);
  if (uplink) await simulator.sendUplink(uplink.device, uplink.payload);
}

export function requireRunning(simulator: Simulator): void {
  if (simulator.isRunning) return;
  throw new UserError(vscode.l10n.t('The simulator is not running.'), {
    action: { title: vscode.l10n.t('Start Simulator'), command: 'sigfox.simulator.start' },
  });
}

interface FaultItem extends vscode.QuickPickItem {
  readonly fault: PlantedFault | undefined;
}

function faultItems(): readonly FaultItem[] {
  return [
    {
      fault: undefined,
      label: vscode.l10n.t('No Fault'),
      detail: vscode.l10n.t('Everything works again.'),
    },
    {
      fault: 'sequenceBroken',
      label: vscode.l10n.t('Sigfox throws the messages away'),
      detail: vscode.l10n.t('The numbers of the devices do not go on from the last it took.'),
    },
    {
      fault: 'roleRefused',
      label: vscode.l10n.t('AWS refuses the role'),
      detail: vscode.l10n.t('The callback has another external id than the stack.'),
    },
    {
      fault: 'brokerAway',
      label: vscode.l10n.t('The broker is away'),
      detail: vscode.l10n.t('Connections are cut and nothing listens any more.'),
    },
    {
      fault: 'connectRefused',
      label: vscode.l10n.t('Connecting is not allowed'),
      detail: vscode.l10n.t('The policy has no right to connect.'),
    },
    {
      fault: 'subscribeRefused',
      label: vscode.l10n.t('Subscribing is not allowed'),
      detail: vscode.l10n.t('The policy has no right to subscribe to the topic.'),
    },
    {
      fault: 'networkGone',
      label: vscode.l10n.t('The network is gone'),
      detail: vscode.l10n.t(
        'Nothing comes through and no end is told; it takes up to 45 s to be noticed.',
      ),
    },
    {
      fault: 'takenOver',
      label: vscode.l10n.t('Another client takes over'),
      detail: vscode.l10n.t('The broker ends the connection of this window once.'),
    },
  ];
}

async function pickFault(current: PlantedFault | undefined): Promise<FaultItem | undefined> {
  const items = faultItems().map((item) =>
    item.fault === current ? { ...item, description: vscode.l10n.t('as it is now') } : item,
  );
  return vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Plant a Fault'),
    placeHolder: vscode.l10n.t('What shall be broken in the simulator?'),
    matchOnDetail: true,
  });
}

/** `none` lifts what is planted. */
function faultNamed(name: string): FaultItem | undefined {
  return faultItems().find(({ fault }) => (fault ?? 'none') === name);
}
