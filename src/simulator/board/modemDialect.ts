import { formatHex } from '../../sigfox/hex';
import { type ModemAction, readBit, readFrame, type Refusal } from './modemAction';

export type ModemKind = 'telit' | 'wisol';

/** What the two families of modems say differently. */
export interface ModemDialect {
  readonly kind: ModemKind;
  readonly baudRate: number;
  /** What ends each line of an answer. */
  readonly lineEnd: string;
  /** In data mode nothing is a command, until `+++` leaves it. */
  readonly startsInDataMode: boolean;
  read(command: string, modem: ModemFacts): ModemAction;
  refusal(reason: Refusal): string;
  /** The answer to a message that asked for a downlink; undefined when none came in time. */
  downlink(answer: Uint8Array | undefined): readonly string[];
}

/** What a command may ask about. */
export interface ModemFacts {
  readonly device: string;
  readonly pac: string;
  readonly celsius: number;
  /** Registers and frequencies that were written, by name. */
  readonly registers: Map<string, string>;
}

/** Telit LE51-868 S: the AT set of its guide 1VV0301109, the modem of the how-to's board. */
const telit: ModemDialect = {
  kind: 'telit',
  baudRate: 19_200,
  lineEnd: '\r',
  startsInDataMode: true,
  read: (command, modem) =>
    readSending(command) ??
    readTable(command, modem, [
      [/^AT$/, () => ok],
      [/^AT\$ID$/, () => [modem.device.padStart(8, '0'), 'OK']],
      [/^AT\/L$/, () => ['Virtual LE51-868 S', 'OK']],
      [/^ATS(20[23]|208)\?$/, ([, name = '']) => [`S${name}=${readRegister(modem, name)}`, 'OK']],
      [/^ATS(20[23]|208)=(\d{1,3})$/, ([, name = '', value = '']) => write(modem, name, value)],
      [/^AT\$(IF|DR)\?$/, ([, name = '']) => [readRegister(modem, name), 'OK']],
      [/^AT\$(IF|DR)=(\d{9})$/, ([, name = '', value = '']) => write(modem, name, value)],
      [/^AT\$TR=([012])$/, ([, value = '']) => write(modem, 'TR', value)],
    ]),
  refusal: () => 'ERROR',
  downlink: (answer) => ['OK', ...(answer ? [`+RX=${formatHex(answer)}`] : []), '+RX END'],
};

/** Wisol SFM10R and the many boards with it. */
const wisol: ModemDialect = {
  kind: 'wisol',
  baudRate: 9_600,
  lineEnd: '\r\n',
  startsInDataMode: false,
  read: (command, modem) =>
    readSending(command) ??
    readTable(command, modem, [
      [/^AT$/, () => ok],
      [/^AT\$I=10$/, () => [modem.device.padStart(8, '0')]],
      [/^AT\$I=11$/, () => [modem.pac]],
      // Tenths of a degree, and millivolts of now and of the last transmission.
      [/^AT\$T\?$/, () => [String(Math.round(modem.celsius * 10))]],
      [/^AT\$V\?$/, () => ['3300', '3280']],
      // The macro channel in use, and how many frames still fit in: RC1 has no such limit.
      [/^AT\$GI\?$/, () => ['1,3']],
      [/^AT\$(RC|WR|TM|CB)(=.*)?$/, () => ok],
      [/^AT\$P=([012])$/, () => ok],
      [/^ATS(302|410)\?$/, ([, name = '']) => [readRegister(modem, name)]],
      [/^ATS(302|410)=(\d{1,2})$/, ([, name = '', value = '']) => write(modem, name, value)],
      [/^AT\$(IF|DR)\?$/, ([, name = '']) => [readRegister(modem, name)]],
      [/^AT\$(IF|DR)=(\d{9})$/, ([, name = '', value = '']) => write(modem, name, value)],
    ]),
  refusal: (reason) => (reason === 'busy' ? 'ERROR: busy' : 'ERROR: parse error'),
  downlink: (answer) =>
    answer
      ? [
          'OK',
          `RX=${formatHex(answer)
            .toUpperCase()
            .replace(/(..)(?=.)/g, '$1 ')}`,
        ]
      : ['ERR_SFX_ERR_SEND_FRAME_WAIT_TIMEOUT'],
};

export const modemDialects: Readonly<Record<ModemKind, ModemDialect>> = { telit, wisol };

const ok: readonly string[] = ['OK'];

/** Values at power on. */
const defaults: Readonly<Record<string, string>> = {
  ...{ 202: '14', 203: '0', 208: '50', 302: '15', 410: '0' },
  ...{ IF: '868130000', DR: '869525000', TR: '2' },
};

/** The largest value a register takes. */
const largest: Readonly<Record<string, number>> = { 203: 10, 208: 200, 302: 15, 410: 1 };

/** The commands that send are the same in both. */
function readSending(command: string): ModemAction | undefined {
  const [, name, digits = '', flag] = /^AT\$(SF|SB)=([^,]*)(?:,(.*))?$/.exec(command) ?? [];
  if (name === undefined) return /^AT\$S[KO]$/.test(command) ? { kind: 'keepAlive' } : undefined;
  if (flag !== undefined && !/^[01]$/.test(flag)) return { kind: 'refused', reason: 'badFlag' };
  const wantsDownlink = flag === '1';
  return name === 'SF' ? readFrame(digits, wantsDownlink) : readBit(digits, wantsDownlink);
}

type Row = readonly [
  pattern: RegExp,
  answer: (match: RegExpExecArray) => readonly string[] | undefined,
];

function readTable(command: string, _modem: ModemFacts, rows: readonly Row[]): ModemAction {
  for (const [pattern, answer] of rows) {
    const match = pattern.exec(command);
    const lines = match ? answer(match) : undefined;
    if (lines) return { kind: 'answered', lines };
    if (match) return { kind: 'refused', reason: 'badValue' };
  }
  return { kind: 'refused', reason: 'unknownCommand' };
}

function readRegister(modem: ModemFacts, name: string): string {
  return modem.registers.get(name) ?? defaults[name] ?? '0';
}

function write(modem: ModemFacts, name: string, value: string): readonly string[] | undefined {
  if (Number(value) > (largest[name] ?? Infinity)) return undefined;
  modem.registers.set(name, value);
  return ok;
}
