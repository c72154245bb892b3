import type { PageMessage, TabSnapshot, ViewOptions } from '../monitorProtocol';
import type { MonitorWords } from '../monitorWords';
import { button, element } from '../../shared/page/element';
import { setAttribute, signButton, toggle } from './dom';

type Flag = 'showsTimes' | 'isHex' | 'showsControls' | 'follows' | 'isPaused' | 'speaks';

export interface ViewBarDoors {
  post(message: PageMessage): void;
  search(query: string, isBackwards: boolean): void;
  queryChanged(query: string): void;
  leave(): void;
}

/** How the log is shown, what is looked for in it, and what is done with it as a whole. */
export class ViewBar {
  readonly node: HTMLElement;
  private readonly flags: readonly (readonly [Flag, ReturnType<typeof toggle>])[];
  private readonly filter: HTMLInputElement;
  private readonly query: HTMLInputElement;
  private shown: TabSnapshot | undefined;

  constructor(
    words: MonitorWords,
    private readonly doors: ViewBarDoors,
  ) {
    const flag = (name: Flag, label: string, hint: string) =>
      [name, toggle(label, hint, (isOn) => this.option(name, isOn))] as const;
    this.flags = [
      flag('showsTimes', words.times, words.timesHint),
      flag('isHex', words.hex, words.hexHint),
      flag('showsControls', words.controls, words.controlsHint),
      flag('follows', words.follow, words.followHint),
      flag('isPaused', words.pause, words.pauseHint),
      flag('speaks', words.speak, words.speakHint),
    ];
    this.filter = field(words.filter, 'filter');
    this.filter.addEventListener('change', () => this.option('filter', this.filter.value));
    this.filter.addEventListener('keydown', (event) => this.fieldKey(event, this.filter));
    this.query = field(words.search, 'search');
    this.query.addEventListener('input', () => doors.queryChanged(this.query.value));
    this.query.addEventListener('keydown', (event) => this.fieldKey(event, this.query));
    const find = (isBackwards: boolean) => () => doors.search(this.query.value, isBackwards);
    const on = (kind: 'clear' | 'copyAll') => () => {
      if (this.shown) doors.post({ kind, tab: this.shown.id });
    };
    const command = (name: 'save' | 'plot' | 'settings') => () =>
      doors.post({ kind: 'command', command: name });
    this.node = element(
      'div',
      { class: 'bar', role: 'toolbar' },
      ...this.flags.map(([, made]) => made.node),
      button(words.clear, words.clear, on('clear')),
      button(words.copyAll, words.copyAll, on('copyAll')),
      button(words.save, words.save, command('save')),
      button(words.plot, words.plot, command('plot')),
      button(words.settings, words.settings, command('settings')),
      ...[this.filter, this.query],
      signButton('↑', words.previous, find(true)),
      signButton('↓', words.next, find(false)),
    );
  }

  focusSearch(): void {
    this.query.focus();
    this.query.select();
  }

  draw(snapshot: TabSnapshot): void {
    this.shown = snapshot;
    for (const [name, made] of this.flags) made.show(snapshot.options[name]);
    const { filter, isHex } = snapshot.options;
    this.filter.disabled = isHex;
    if (document.activeElement !== this.filter && this.filter.value !== filter) {
      this.filter.value = filter;
    }
  }

  private fieldKey(event: KeyboardEvent, input: HTMLInputElement): void {
    if (event.key === 'Escape') this.doors.leave();
    else if (event.key !== 'Enter') return;
    else if (input === this.filter) this.option('filter', this.filter.value);
    else this.doors.search(this.query.value, event.shiftKey);
    event.preventDefault();
  }

  private option(name: keyof ViewOptions, value: boolean | string): void {
    const { shown } = this;
    if (!shown) return;
    this.doors.post({ kind: 'option', tab: shown.id, name, value: value as never });
  }
}

function field(label: string, name: string): HTMLInputElement {
  const made = element('input', { type: 'text', class: name, placeholder: label });
  setAttribute(made, 'aria-label', label);
  return made;
}
