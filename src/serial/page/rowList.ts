import type { DrawnRow, TabSnapshot } from '../monitorProtocol';
import { element } from '../../shared/page/element';
import { setAttribute } from './dom';
import { rowElement } from './rowElement';

export interface RowListDoors {
  readonly label: string;
  readonly goesOn: string;
  /** Other rows are wanted. */
  windowChanged(): void;
  follow(follows: boolean): void;
  copy(from: number, to: number): void;
  openLink(url: string): void;
  openNote(row: number, at: number): void;
}

/** No browser draws a taller element well; the scroll bar stands for more rows than it has pixels. */
const tallestPixels = 4_000_000;

/** The rows on screen, and no others; where they are in the log is the scroll bar's and the keyboard's business. */
export class RowList {
  readonly node: HTMLElement;
  private readonly rows = element('div', { class: 'rows' });
  private readonly bar = element('div', { class: 'scrollbar', 'aria-hidden': 'true' });
  private readonly height = element('div');
  private shown: TabSnapshot | undefined;
  private top = 0;
  private cursor = -1;
  private anchor = -1;
  private rowHeight = 18;
  private barTop = 0;
  private wheelRest = 0;
  query = '';

  constructor(private readonly doors: RowListDoors) {
    const attributes = { class: 'log', role: 'log', 'aria-live': 'off', tabindex: '0' };
    this.node = element('div', { ...attributes, 'aria-label': doors.label }, this.rows, this.bar);
    this.bar.append(this.height);
    this.node.addEventListener('wheel', (event) => this.wheel(event), { passive: true });
    this.node.addEventListener('keydown', (event) => this.key(event));
    this.rows.addEventListener('mousedown', (event) => this.press(event));
    this.rows.addEventListener('mousemove', (event) => this.drag(event));
    this.bar.addEventListener('scroll', () => this.barMoved());
    new ResizeObserver(() => this.resized()).observe(this.node);
  }

  /** Rows that fit on the screen. */
  get fitting(): number {
    return Math.max(1, Math.floor(this.rows.clientHeight / this.rowHeight));
  }

  /** What is asked of the host: a screen while following, else one more on either side. */
  get window(): { readonly from: number; readonly count: number } {
    if (this.shown?.options.follows !== false) return { from: -1, count: this.fitting };
    return { from: Math.max(0, this.top - this.fitting), count: this.fitting * 3 };
  }

  /** Beside the row the person is at, else what is on screen, first or last. */
  searchFrom(isBackwards: boolean): number {
    if (this.cursor >= 0) return this.cursor + (isBackwards ? -1 : 1);
    return isBackwards ? this.top + this.fitting - 1 : this.top;
  }

  draw(snapshot: TabSnapshot): void {
    const before = this.shown;
    this.shown = snapshot;
    if (before?.id !== snapshot.id || before.epoch !== snapshot.epoch) {
      this.cursor = this.anchor = -1;
      this.top = snapshot.from;
    }
    if (snapshot.options.follows) this.top = Math.max(0, snapshot.rowCount - this.fitting);
    this.top = this.clamp(this.top);
    this.redraw();
  }

  clear(): void {
    this.shown = undefined;
    this.rows.replaceChildren();
  }

  /** Brings a row into the middle of the screen and puts the cursor on it. */
  goTo(row: number): void {
    this.cursor = this.anchor = row;
    this.scrollTo(row - Math.floor(this.fitting / 2));
  }

  private redraw(): void {
    const { shown } = this;
    if (!shown) return;
    const first = this.rows.firstElementChild;
    if (first) this.rowHeight = first.getBoundingClientRect().height || this.rowHeight;
    const look = {
      showsTimes: shown.options.showsTimes,
      query: this.query.startsWith('/') ? '' : this.query.toLowerCase(),
      goesOn: this.doors.goesOn,
    };
    const made: HTMLElement[] = [];
    const end = Math.min(shown.rowCount, this.top + this.fitting);
    for (let at = this.top; at < end; at++) {
      const row = shown.rows[at - shown.from];
      const node = row ? rowElement(row, look) : element('div', { class: 'row' }, '\u00a0');
      node.dataset['at'] = String(at);
      if (this.isSelected(at)) node.classList.add('selected');
      if (at === this.cursor) node.classList.add('cursor');
      made.push(node);
    }
    this.rows.replaceChildren(...made);
    setAttribute(this.node, 'aria-setsize', String(shown.rowCount));
    this.moveBar();
  }

  private isSelected(at: number): boolean {
    if (this.cursor < 0) return false;
    return at >= Math.min(this.anchor, this.cursor) && at <= Math.max(this.anchor, this.cursor);
  }

  private scrollTo(top: number): void {
    if (!this.shown) return;
    this.top = this.clamp(top);
    const isAtEnd = this.top >= this.shown.rowCount - this.fitting;
    if (this.shown.options.follows !== isAtEnd) {
      // Shown at once; the host confirms it.
      this.shown = { ...this.shown, options: { ...this.shown.options, follows: isAtEnd } };
      this.doors.follow(isAtEnd);
    }
    this.redraw();
    this.doors.windowChanged();
  }

  private clamp(top: number): number {
    const last = Math.max(0, (this.shown?.rowCount ?? 0) - this.fitting);
    return Math.min(last, Math.max(0, Math.floor(top)));
  }

  private wheel(event: WheelEvent): void {
    const rows = event.deltaMode === 1 ? event.deltaY : event.deltaY / this.rowHeight;
    this.wheelRest += rows;
    const whole = Math.trunc(this.wheelRest);
    this.wheelRest -= whole;
    if (whole !== 0) this.scrollTo(this.top + whole);
  }

  private key(event: KeyboardEvent): void {
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key === 'a') this.select(0, (this.shown?.rowCount ?? 1) - 1);
    else if (isCommand && event.key === 'c') this.copy(event);
    else if (event.key === 'Enter') this.enter();
    else {
      const to = this.keyTarget(event.key);
      if (to === undefined || isCommand) return;
      this.moveCursor(to, event.shiftKey);
    }
    event.preventDefault();
  }

  private keyTarget(key: string): number | undefined {
    const last = (this.shown?.rowCount ?? 0) - 1;
    const at = this.cursor >= 0 ? this.cursor : Math.min(last, this.top + this.fitting - 1);
    const page = this.fitting - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: last,
    };
    const to = targets[key];
    return to === undefined ? undefined : Math.min(last, Math.max(0, to));
  }

  private moveCursor(to: number, isExtending: boolean): void {
    if (!isExtending || this.cursor < 0) this.anchor = to;
    this.cursor = to;
    const bottom = this.top + this.fitting - 1;
    const top = to < this.top ? to : to > bottom ? to - this.fitting + 1 : this.top;
    this.scrollTo(top);
  }

  private select(anchor: number, cursor: number): void {
    this.anchor = anchor;
    this.cursor = cursor;
    window.getSelection()?.removeAllRanges();
    this.redraw();
  }

  private copy(event: KeyboardEvent): void {
    // A part of a row that is marked with the mouse is the browser's own business; what a field has marked is not.
    const marked = window.getSelection();
    if (marked && !marked.isCollapsed && this.rows.contains(marked.anchorNode)) return;
    event.preventDefault();
    if (this.cursor < 0) return;
    const [from, to] = [this.anchor, this.cursor].sort((a, b) => a - b);
    this.doors.copy(from ?? 0, (to ?? 0) + 1);
  }

  /** Enter does what a click on the row's note or link would. */
  private enter(): void {
    const row = this.rows.querySelector('.row.cursor');
    const target = row?.querySelector<HTMLElement>('[data-note], [data-link]');
    if (target) this.follow(target);
  }

  private press(event: MouseEvent): void {
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const at = rowAt(target);
    if (!target || at === undefined) return;
    const leading = target.closest<HTMLElement>('[data-note], [data-link]');
    if (leading) return this.follow(leading);
    if (this.shown?.options.follows === true) this.doors.follow(false);
    if (event.shiftKey) this.select(this.anchor < 0 ? at : this.anchor, at);
    else {
      this.anchor = this.cursor = at;
      for (const row of this.rows.children) row.classList.toggle('selected', rowAt(row) === at);
    }
  }

  private drag(event: MouseEvent): void {
    if ((event.buttons & 1) === 0 || this.cursor < 0) return;
    const at = rowAt(event.target instanceof HTMLElement ? event.target : undefined);
    if (at !== undefined && at !== this.cursor) this.select(this.anchor, at);
  }

  private follow(target: HTMLElement): void {
    const { link, note } = target.dataset;
    const at = rowAt(target);
    if (link !== undefined) this.doors.openLink(link);
    else if (at !== undefined) this.doors.openNote(this.numberAt(at), Number(note));
  }

  private numberAt(at: number): number {
    const row: DrawnRow | undefined = this.shown?.rows[at - this.shown.from];
    return row?.number ?? -1;
  }

  private moveBar(): void {
    const total = this.shown?.rowCount ?? 0;
    const pixels = Math.min(tallestPixels, total * this.rowHeight);
    this.height.style.height = `${pixels}px`;
    const room = Math.max(0, pixels - this.bar.clientHeight);
    const share = total <= this.fitting ? 0 : this.top / (total - this.fitting);
    this.barTop = Math.round(share * room);
    if (this.bar.scrollTop !== this.barTop) this.bar.scrollTop = this.barTop;
  }

  private barMoved(): void {
    // An answer to our own setting, perhaps rounded.
    if (Math.abs(this.bar.scrollTop - this.barTop) <= 1 || !this.shown) return;
    const room = Math.max(1, this.bar.scrollHeight - this.bar.clientHeight);
    const share = this.bar.scrollTop / room;
    this.barTop = this.bar.scrollTop;
    this.scrollTo(Math.round(share * (this.shown.rowCount - this.fitting)));
  }

  private resized(): void {
    if (this.shown) this.draw(this.shown);
    this.doors.windowChanged();
  }
}

function rowAt(node: Element | undefined): number | undefined {
  const row = node?.closest<HTMLElement>('.row');
  return row?.dataset['at'] === undefined ? undefined : Number(row.dataset['at']);
}
