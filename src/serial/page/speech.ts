import type { TabSnapshot } from '../monitorProtocol';
import type { MonitorWords } from '../monitorWords';
import { element } from '../../shared/page/element';
import { fill } from './dom';

/** A screen reader is told no more often than this; faster lines come as a summary. */
const shortestPauseMs = 2_000;
const linesSpokenWhole = 3;

/** Tells a screen reader of new lines, each while there are few, else how many and the last. */
export class Speech {
  readonly node = element('div', { class: 'spoken', 'aria-live': 'polite', role: 'status' });
  private spokenTo = 0;
  private tab = '';
  private epoch = -1;
  private nextAtMs = 0;

  constructor(private readonly words: MonitorWords) {}

  heard(snapshot: TabSnapshot): void {
    const isOther = snapshot.id !== this.tab || snapshot.epoch !== this.epoch;
    if (isOther || !this.isWanted(snapshot)) {
      this.spokenTo = snapshot.rowCount;
      this.tab = snapshot.id;
      this.epoch = snapshot.epoch;
      return;
    }
    const fresh = snapshot.rowCount - this.spokenTo;
    const now = performance.now();
    if (fresh <= 0 || now < this.nextAtMs) return;
    this.nextAtMs = now + shortestPauseMs;
    this.spokenTo = snapshot.rowCount;
    const lines = snapshot.rows
      .slice(-Math.min(fresh, linesSpokenWhole))
      .map(({ pieces, kind }) => {
        const text = pieces.map(([piece]) => piece).join('');
        return kind === 'sent' ? `${this.words.sent}: ${text}` : text;
      });
    this.say(
      fresh <= linesSpokenWhole
        ? lines.join('. ')
        : fill(this.words.newLines, fresh, lines.at(-1) ?? ''),
    );
  }

  say(text: string): void {
    this.node.textContent = text;
  }

  /** The editor marks the page when a screen reader is in use. */
  private isWanted({ options }: TabSnapshot): boolean {
    return options.speaks || document.body.classList.contains('vscode-using-screen-reader');
  }
}
