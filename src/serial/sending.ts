import type { Clock } from '../shared/clock';
import { every } from '../shared/clock';
import type { Disposable } from '../shared/disposable';

/** What is put behind every line that is sent. */
export type LineEnding = 'none' | 'lf' | 'cr' | 'crlf';

export const lineEndings: Readonly<Record<LineEnding, string>> = {
  none: '',
  lf: '\n',
  cr: '\r',
  crlf: '\r\n',
};

/** The bytes of a typed line. In hex, `41 54 0d` stands for three bytes and nothing is put behind; undefined where it is none. */
export function bytesToSend(
  text: string,
  { isHex, lineEnding }: { readonly isHex: boolean; readonly lineEnding: LineEnding },
): Uint8Array | undefined {
  if (!isHex) return new TextEncoder().encode(text + lineEndings[lineEnding]);
  const digits = text.replace(/0x/gi, '').replace(/[\s,]+/g, '');
  if (digits === '' || digits.length % 2 === 1 || !/^[0-9a-f]+$/i.test(digits)) return undefined;
  const pairs = digits.match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

const maxHistory = 100;

/** Lines that were sent, for the arrow keys: the newest last, none twice. */
export class SendHistory {
  private lines: readonly string[];

  constructor(lines: readonly string[] = []) {
    this.lines = lines.slice(-maxHistory);
  }

  get all(): readonly string[] {
    return this.lines;
  }

  add(line: string): void {
    if (line === '') return;
    this.lines = [...this.lines.filter((other) => other !== line), line].slice(-maxHistory);
  }
}

/** Faster than this is a flood, not a cycle. */
export const shortestPeriodMs = 20;

/** Sends one line again and again until it is stopped; a sending that fails ends it. */
export class CyclicSend implements Disposable {
  private timer: Disposable | undefined;
  private sent = 0;

  constructor(private readonly clock: Clock) {}

  get isRunning(): boolean {
    return this.timer !== undefined;
  }

  get count(): number {
    return this.sent;
  }

  start(periodMs: number, send: () => Promise<void>): void {
    this.stop();
    this.sent = 0;
    const once = () => {
      this.sent += 1;
      send().catch(() => this.stop());
    };
    this.timer = every(this.clock, Math.max(shortestPeriodMs, periodMs), once);
    once();
  }

  stop(): void {
    this.timer?.dispose();
    this.timer = undefined;
  }

  dispose(): void {
    this.stop();
  }
}
