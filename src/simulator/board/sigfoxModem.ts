import type { Clock } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import { Emitter } from '../../shared/event';
import type { Refusal } from './modemAction';
import { type ModemDialect, type ModemFacts } from './modemDialect';

/** Three repetitions of two seconds (RC1, 100 bit/s). */
export const airTimeMs = 6_000;
/** The window for the answer opens so long after the first frame, and lasts so long (RC1). */
const downlinkOpensMs = 20_000;
const downlinkLastsMs = 25_000;
/** A plain answer is not instant. */
const answerMs = 5;
/** A line longer than any command is thrown away. */
const maxLineLength = 128;

/** A message on its way to the network. */
export interface UplinkFrame {
  /** Undefined for a keep-alive. */
  readonly payload: Uint8Array | undefined;
  readonly wantsDownlink: boolean;
}

/** One command and what became of it. */
export type ModemExchange =
  | { readonly kind: 'answered'; readonly command: string; readonly answer: string }
  | { readonly kind: 'sent'; readonly payload: Uint8Array | undefined; readonly answer: string }
  | {
      readonly kind: 'refused';
      readonly command: string;
      readonly reason: Refusal;
      readonly answer: string;
    }
  /** Bytes that came in data mode, or at a speed at which they are rubbish. */
  | { readonly kind: 'ignored'; readonly reason: 'dataMode' | 'rubbish' };

export interface ModemSettings {
  readonly dialect: ModemDialect;
  readonly device: string;
  readonly pac: string;
  /** Shorter than life in a demo or a test. */
  readonly airTimeMs: number;
}

/** A Sigfox modem on a serial line: commands in, answers out, and frames on the air, in the time they take. */
export class SigfoxModem implements Disposable {
  /** Written on by the sensor. */
  celsius = 21;

  private readonly registers = new Map<string, string>();
  private line = '';
  private isInDataMode: boolean;
  private sending: Sending | undefined;
  private hasToldRubbish = false;
  private readonly answered = new Emitter<Uint8Array>();
  private readonly transmitted = new Emitter<UplinkFrame>();
  private readonly exchanged = new Emitter<ModemExchange>();

  /** Bytes to the board. */
  readonly onDidAnswer = this.answered.event;
  /** A frame has left for the network. */
  readonly onDidTransmit = this.transmitted.event;
  readonly onDidExchange = this.exchanged.event;

  constructor(
    private readonly settings: ModemSettings,
    private readonly clock: Clock,
  ) {
    this.isInDataMode = settings.dialect.startsInDataMode;
  }

  /** A byte from the board; undefined when what came was none. */
  receive(byte: number | undefined): void {
    if (byte === undefined || !isText(byte)) return this.tellRubbish();
    const character = String.fromCharCode(byte);
    if (character === '\r') return this.endLine();
    // The line feed that some sketches send after the carriage return is no part of a command.
    if (character === '\n') return;
    this.line = (this.line + character).slice(-maxLineLength);
    if (this.isInDataMode && this.line.endsWith('+++')) this.leaveDataMode();
    // In command mode the escape is swallowed: a sketch may send it before each command.
    else if (this.settings.dialect.startsInDataMode && this.line === '+++') this.leaveDataMode();
  }

  /** The network's answer to the frame that asked for one. */
  deliverDownlink(answer: Uint8Array): void {
    const { sending } = this;
    if (!sending?.wantsDownlink) return;
    sending.downlink = answer;
    if (sending.isWindowOpen) this.finish(sending);
  }

  /**
   * Somebody pulled the reset line, which board and modem share, as on most shields: what is on the air is cut off. Its
   * mode and its registers are settings and stay.
   */
  reset(): void {
    this.sending?.timer.dispose();
    this.sending = undefined;
    this.line = '';
  }

  dispose(): void {
    this.reset();
    this.answered.dispose();
    this.transmitted.dispose();
    this.exchanged.dispose();
  }

  /** Once for each spell of it. */
  private tellRubbish(): void {
    this.line = '';
    if (this.hasToldRubbish) return;
    this.hasToldRubbish = true;
    this.exchanged.fire({ kind: 'ignored', reason: 'rubbish' });
  }

  private leaveDataMode(): void {
    this.line = '';
    this.isInDataMode = false;
    this.answerSoon(['OK']);
  }

  private endLine(): void {
    const command = this.line;
    this.line = '';
    if (command === '') return;
    if (this.isInDataMode) return this.exchanged.fire({ kind: 'ignored', reason: 'dataMode' });
    this.hasToldRubbish = false;
    if (this.sending) return this.refuse(command, 'busy');
    const { dialect } = this.settings;
    const action = dialect.read(command, this.facts);
    switch (action.kind) {
      case 'answered':
        this.answerSoon(action.lines);
        return this.exchanged.fire({ kind: 'answered', command, answer: action.lines.join(' ') });
      case 'refused':
        return this.refuse(command, action.reason);
      case 'keepAlive':
        return this.transmit({ payload: undefined, wantsDownlink: false });
      case 'sending':
        return this.transmit(action);
    }
  }

  private get facts(): ModemFacts {
    const { device, pac } = this.settings;
    return { device, pac, celsius: this.celsius, registers: this.registers };
  }

  private refuse(command: string, reason: Refusal): void {
    const answer = this.settings.dialect.refusal(reason);
    this.answerSoon([answer]);
    this.exchanged.fire({ kind: 'refused', command, reason, answer });
  }

  private transmit({ payload, wantsDownlink }: UplinkFrame): void {
    const onAirMs = this.settings.airTimeMs;
    const sending: Sending = {
      ...{ payload, wantsDownlink, downlink: undefined, isWindowOpen: false },
      timer: this.clock.after(onAirMs, () => {
        this.transmitted.fire({ payload, wantsDownlink });
        if (wantsDownlink) this.awaitDownlink(sending, onAirMs / airTimeMs);
        else this.finish(sending);
      }),
    };
    this.sending = sending;
  }

  /** A shorter air time shortens the window's times as well. */
  private awaitDownlink(sending: Sending, pace: number): void {
    sending.timer = this.clock.after((downlinkOpensMs - airTimeMs) * pace, () => {
      sending.isWindowOpen = true;
      if (sending.downlink) return this.finish(sending);
      sending.timer = this.clock.after(downlinkLastsMs * pace, () => this.finish(sending));
    });
  }

  private finish({ payload, wantsDownlink, downlink, timer }: Sending): void {
    timer.dispose();
    this.sending = undefined;
    const lines = wantsDownlink ? this.settings.dialect.downlink(downlink) : ['OK'];
    this.answer(lines);
    this.exchanged.fire({ kind: 'sent', payload, answer: lines.join(' ') });
  }

  private answerSoon(lines: readonly string[]): void {
    this.clock.after(answerMs, () => this.answer(lines));
  }

  private answer(lines: readonly string[]): void {
    const { lineEnd } = this.settings.dialect;
    this.answered.fire(new TextEncoder().encode(lines.map((line) => line + lineEnd).join('')));
  }
}

interface Sending extends UplinkFrame {
  downlink: Uint8Array | undefined;
  isWindowOpen: boolean;
  timer: Disposable;
}

/** Printable, or the end of a line. */
function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0d || byte === 0x0a;
}
