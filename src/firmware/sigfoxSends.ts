import { type Call, codeText, type SketchFunction, type SketchSource } from './sketchSource';
import { textOf } from './cppTokens';

/** An `AT$SF=` command as a function builds it, call by call. */
export interface AtSend {
  readonly within: SketchFunction;
  /** What the command goes to: `SigFox`, `modem`. */
  readonly receiver: string;
  /** The call that begins the command. */
  readonly first: Call;
  /** Calls behind it that write to the same receiver, up to the one that ends the command. */
  readonly data: readonly Call[];
  /** The call that ends it with a carriage return; undefined where that cannot be seen. */
  readonly last: Call | undefined;
}

/** Commands for an AT modem that are printed; `AT$SS=` is the spelling of one family. */
export function findAtSends(sketch: SketchSource): readonly AtSend[] {
  const sends = sketch.functions.flatMap((within) =>
    within.calls
      .filter(beginsCommand)
      .slice(0, maxSends)
      .map((first) => collect(within, first)),
  );
  const isConsole = ({ receiver }: AtSend) =>
    /^Serial(USB)?$/.test(receiver) && portOf(receiver, sketch) === receiver;
  // What is printed on the console as well is an echo for a person.
  return sends.every(isConsole) ? sends : sends.filter((send) => !isConsole(send));
}

/** More than a function of a real sketch has: what a stranger's file holds must not take long. */
const maxSends = 20;
const maxDataCalls = 100;

function beginsCommand(call: Call): boolean {
  return isWrite(call) && call.receiver !== '' && /^\s*AT\$S[FS]=/.test(literals(call));
}

/** Calls that send a message in whatever way: an AT command, or a library's own call. */
export function isSend(call: Call): boolean {
  if (/AT\$S[FSB]=/.test(literals(call))) return true;
  if (call.receiver === 'SigFox' && call.name === 'endPacket') return true;
  return call.receiver === 'sfxAntenna' && /^sfxSendData(Ack)?$/.test(call.name);
}

/** All text that stands literally among the arguments. */
export function literals({ args }: Call): string {
  return args
    .flat()
    .filter(({ kind }) => kind === 'text' || kind === 'character')
    .map(textOf)
    .join('');
}

export function isWrite({ name }: Call): boolean {
  return /^(print|println|write|printf)$/.test(name);
}

/** `#define modem Serial1` makes two names of one port. */
export function portOf(receiver: string, { directives }: SketchSource): string {
  for (const { text } of directives) {
    const [, name, port] = /^#\s*define\s+(\w+)\s+(\w+)\s*$/.exec(text) ?? [];
    if (name === receiver && port !== undefined) return port;
  }
  return receiver;
}

function collect(within: SketchFunction, first: Call): AtSend {
  const { receiver } = first;
  const data: Call[] = [];
  let last = endsCommand(first) ? first : undefined;
  for (const call of within.calls) {
    if (last || data.length === maxDataCalls) break;
    if (call.first <= first.last) continue;
    const isPassed = call.args.some((arg) => codeText(arg) === receiver);
    if (call.receiver !== receiver && !isPassed) continue;
    if (call.receiver === receiver && (!isWrite(call) || beginsCommand(call))) break;
    data.push(call);
    if (call.receiver === receiver && endsCommand(call)) last = call;
  }
  return { within, receiver, first, data, last };
}

function endsCommand(call: Call): boolean {
  if (call.name === 'println') return true;
  if (/[\r\n]/.test(literals(call))) return true;
  const only = call.args.length === 1 ? codeText(call.args[0] ?? []) : '';
  return call.name === 'write' && /^(13|10|0x0?[dD]|0x0?[aA])$/.test(only);
}
