import * as vscode from 'vscode';
import { promptSteps, type Step } from '../../shared/ui/promptSteps';
import type { KnownPort } from '../knownPort';
import { isBaudRate, parities, signalLevels } from '../monitorMemory';
import { noPortsWords, portOffer } from '../portWords';
import type { LineSettings } from '../serialDriver';

export interface PortPromptDoors {
  look(asked?: string): Promise<readonly KnownPort[]>;
  settingsFor(port: KnownPort): LineSettings;
  userOf(address: string): string | undefined;
  /** The machine the ports belong to, in words. */
  readonly machine: string;
  readonly isRemote: boolean;
}

const byHand = 'by hand';
const otherSpeed = 'other';
const speeds = [
  300, 1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 74_880, 115_200, 230_400, 250_000,
  460_800, 500_000, 921_600, 1_000_000, 2_000_000,
];

/** Asks for a port and its speed; undefined when the person leaves. */
export async function promptPort(
  doors: PortPromptDoors,
): Promise<{ readonly port: KnownPort; readonly settings: LineSettings } | undefined> {
  const ports = await doors.look();
  const portOf = (address: string): KnownPort =>
    ports.find((port) => port.address === address) ?? { address, identity: {}, boards: [] };
  const addressOf = (answers: readonly string[]) =>
    answers[0] === byHand ? (answers[1] ?? '').trim() : (answers[0] ?? '');
  const answers = await promptSteps(vscode.l10n.t('Open Serial Monitor'), (given) => {
    if (given.length === 0) return portStep(ports, doors);
    const rest = given.slice(given[0] === byHand ? 2 : 1);
    if (given[0] === byHand && given.length === 1) return addressStep();
    if (rest.length === 0) return speedStep(doors.settingsFor(portOf(addressOf(given))).baudRate);
    return rest[0] === otherSpeed && rest.length === 1 ? otherSpeedStep() : undefined;
  });
  if (!answers) return undefined;
  const port = portOf(addressOf(answers));
  const baudRate = Number(answers.at(-1));
  return { port, settings: { ...doors.settingsFor(port), baudRate } };
}

/** Asks for everything there is to set about a port. */
export async function promptSettings(current: LineSettings): Promise<LineSettings | undefined> {
  const answers = await promptSteps(vscode.l10n.t('Change Port Settings'), (given) => {
    // A speed that is not in the list takes one answer more.
    const isOther = given[0] === otherSpeed;
    if (given.length === 0) return speedStep(current.baudRate);
    if (isOther && given.length === 1) return otherSpeedStep();
    return lineSteps(current)[given.length - (isOther ? 2 : 1)];
  });
  if (!answers) return undefined;
  const [baudRate, dataBits, parity, stopBits, dtr, rts] =
    answers[0] === otherSpeed ? answers.slice(1) : answers;
  return {
    baudRate: Number(baudRate),
    dataBits: ([5, 6, 7, 8] as const).find((bits) => String(bits) === dataBits) ?? 8,
    parity: parities.find((each) => each === parity) ?? 'none',
    stopBits: ([1, 1.5, 2] as const).find((bits) => String(bits) === stopBits) ?? 1,
    dtr: signalLevels.find((level) => level === dtr) ?? 'leave',
    rts: signalLevels.find((level) => level === rts) ?? 'leave',
  };
}

function portStep(ports: readonly KnownPort[], doors: PortPromptDoors): Step {
  const { machine, isRemote } = doors;
  return {
    kind: 'pick',
    placeholder:
      ports.length === 0 ? noPortsWords(machine, isRemote) : vscode.l10n.t('Ports on {0}', machine),
    items: [
      ...ports.map((port) => {
        const { label, description, detail, address } = portOffer(
          port,
          doors.userOf(port.address),
          machine,
        );
        return { label: `$(plug) ${label}`, description, detail, value: address };
      }),
      {
        label: vscode.l10n.t('$(edit) Enter a Port…'),
        detail: ports.length === 0 ? noPortsWords(machine, isRemote) : '',
        value: byHand,
      },
    ],
  };
}

function addressStep(): Step {
  return {
    kind: 'text',
    prompt: vscode.l10n.t('The port, such as /dev/ttyACM0 or COM7'),
    check: (text) =>
      text.trim() === ''
        ? { message: vscode.l10n.t('A port has a name.'), isBlocking: true }
        : undefined,
  };
}

function speedStep(current: number): Step {
  const listed = speeds.includes(current) ? speeds : [current, ...speeds];
  // The one in use comes first, so that Enter takes it.
  const ordered = [current, ...listed.filter((speed) => speed !== current)];
  return {
    kind: 'pick',
    placeholder: vscode.l10n.t('Speed in baud'),
    items: [
      ...ordered.map((speed) => ({ label: String(speed), value: String(speed) })),
      { label: vscode.l10n.t('Other Speed…'), value: otherSpeed },
    ],
  };
}

function otherSpeedStep(): Step {
  return {
    kind: 'text',
    prompt: vscode.l10n.t('Speed in baud'),
    check: (text) =>
      isBaudRate(Number(text))
        ? undefined
        : {
            message: vscode.l10n.t('A speed is a whole number from 50 to 12000000.'),
            isBlocking: true,
          },
  };
}

function lineSteps(current: LineSettings): readonly Step[] {
  const pick = (
    placeholder: string,
    values: readonly (string | number)[],
    now: string | number,
  ) => ({
    kind: 'pick' as const,
    placeholder,
    items: [now, ...values.filter((value) => value !== now)].map((value) => ({
      label: labelOf(value),
      value: String(value),
    })),
  });
  return [
    pick(vscode.l10n.t('Data bits'), [5, 6, 7, 8], current.dataBits),
    pick(vscode.l10n.t('Parity'), parities, current.parity),
    pick(vscode.l10n.t('Stop bits'), [1, 1.5, 2], current.stopBits),
    pick(
      vscode.l10n.t('DTR when the port opens: raising it resets many boards'),
      signalLevels,
      current.dtr,
    ),
    pick(vscode.l10n.t('RTS when the port opens'), signalLevels, current.rts),
  ];
}

function labelOf(value: string | number): string {
  const labels: Readonly<Record<string, string>> = {
    none: vscode.l10n.t('None'),
    even: vscode.l10n.t('Even'),
    odd: vscode.l10n.t('Odd'),
    mark: vscode.l10n.t('Mark'),
    space: vscode.l10n.t('Space'),
    leave: vscode.l10n.t('As the System Does'),
    raise: vscode.l10n.t('Raise'),
    lower: vscode.l10n.t('Keep Low'),
  };
  return labels[value] ?? String(value);
}
