import type { PageMessage, TabSnapshot } from '../monitorProtocol';
import type { MonitorWords } from '../monitorWords';
import type { LineEnding } from '../sending';
import { button, element } from '../../shared/page/element';
import { setAttribute, setText, toggle } from './dom';

/** Where lines are typed: Enter sends, the arrows go through what was sent before, and a line can repeat itself. */
export class SendBar {
  readonly node: HTMLElement;
  private readonly input = element('input', { type: 'text', class: 'line' });
  private readonly ending: HTMLSelectElement;
  private readonly period = element('input', { type: 'number', min: '20', value: '1000' });
  private readonly hex;
  private readonly sendButton;
  private readonly repeat;
  private shown: TabSnapshot | undefined;
  private back = 0;
  private draft = '';

  constructor(
    private readonly words: MonitorWords,
    private readonly post: (message: PageMessage) => void,
  ) {
    this.ending = element('select', { 'aria-label': words.lineEnding, title: words.lineEnding });
    for (const [value, label] of endings(words)) {
      this.ending.append(element('option', { value }, label));
    }
    this.ending.addEventListener('change', () =>
      this.option('lineEnding', this.ending.value as LineEnding),
    );
    this.hex = toggle(words.sendHex, words.sendHexHint, (isOn) => this.option('sendsHex', isOn));
    this.sendButton = button(words.send, words.send, () => this.send());
    this.repeat = button(words.start, words.start, () => this.toggleCycle());
    setAttribute(this.period, 'aria-label', `${words.every} ${words.milliseconds}`);
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.node = element(
      'div',
      { class: 'send' },
      ...[this.input, this.ending, this.hex.node, this.sendButton],
      ...[element('span', { class: 'quiet' }, words.every), this.period],
      ...[element('span', { class: 'quiet' }, 'ms'), this.repeat],
    );
  }

  focus(): void {
    this.input.focus();
  }

  draw(snapshot: TabSnapshot): void {
    if (this.shown?.id !== snapshot.id) this.back = 0;
    this.shown = snapshot;
    const { options, canSend, isCycling } = snapshot;
    if (this.ending.value !== options.lineEnding) this.ending.value = options.lineEnding;
    this.ending.disabled = options.sendsHex;
    this.hex.show(options.sendsHex);
    this.sendButton.disabled = !canSend;
    this.repeat.disabled = !canSend;
    setText(this.repeat, isCycling ? this.words.stop : this.words.start);
    setAttribute(this.repeat, 'title', isCycling ? this.words.stop : this.words.start);
    const placeholder = options.sendsHex
      ? this.words.sendHexPlaceholder
      : this.words.sendPlaceholder;
    setAttribute(this.input, 'placeholder', placeholder);
    setAttribute(this.input, 'aria-label', placeholder);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.send();
    else if (event.key === 'ArrowUp') this.recall(1);
    else if (event.key === 'ArrowDown') this.recall(-1);
    else return;
    event.preventDefault();
  }

  private send(): void {
    const { shown } = this;
    if (shown?.canSend !== true) return;
    this.post({ kind: 'send', tab: shown.id, text: this.input.value });
    this.back = 0;
    this.input.value = '';
  }

  /** What was being typed is kept at the near end of the history. */
  private recall(step: number): void {
    const history = this.shown?.history ?? [];
    if (this.back === 0) this.draft = this.input.value;
    this.back = Math.min(history.length, Math.max(0, this.back + step));
    this.input.value = this.back === 0 ? this.draft : (history.at(-this.back) ?? '');
  }

  private toggleCycle(): void {
    const { shown } = this;
    if (!shown) return;
    if (shown.isCycling) this.post({ kind: 'stopCycle', tab: shown.id });
    else {
      const periodMs = Number(this.period.value) || 1_000;
      this.post({ kind: 'cycle', tab: shown.id, text: this.input.value, periodMs });
    }
  }

  private option(name: 'lineEnding' | 'sendsHex', value: LineEnding | boolean): void {
    if (this.shown) this.post({ kind: 'option', tab: this.shown.id, name, value });
  }
}

function endings(words: MonitorWords): readonly (readonly [LineEnding, string])[] {
  return [
    ['none', words.none],
    ['lf', 'LF'],
    ['cr', 'CR'],
    ['crlf', 'CR LF'],
  ];
}
