import type { TextStyle } from '../ansiText';
import type { DrawnRow } from '../monitorProtocol';
import { linksIn } from '../rowSearch';
import { element } from '../../shared/page/element';

export interface RowLook {
  readonly showsTimes: boolean;
  /** Marked where it occurs. */
  readonly query: string;
  readonly goesOn: string;
}

/** One row of the log as an element. What may be clicked carries `data-link` or `data-note`. */
export function rowElement(row: DrawnRow, look: RowLook): HTMLElement {
  const made = element('div', { class: `row ${row.kind}` });
  if (look.showsTimes) made.append(element('span', { class: 'time' }, clockTime(row.timeMs)));
  const text = element('span', { class: 'text' });
  for (const [piece, style] of row.pieces) text.append(...styled(piece, style, look.query));
  if (row.isCut) text.append(element('span', { class: 'cut', title: look.goesOn }, '↩'));
  made.append(text);
  row.notes.forEach((note, at) => {
    const leads = note.leadsTo === undefined ? {} : { 'data-note': String(at) };
    made.append(element('span', { class: `note ${note.kind}`, ...leads }, note.text));
  });
  return made;
}

/** In the person's own time zone, to the millisecond. */
function clockTime(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  return `${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

function styled(text: string, style: TextStyle | undefined, query: string): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const link of linksIn(text)) {
    const url = text.slice(link.from, link.to);
    nodes.push(...marked(text.slice(from, link.from), query));
    nodes.push(element('span', { class: 'link', 'data-link': url }, ...marked(url, query)));
    from = link.to;
  }
  nodes.push(...marked(text.slice(from), query));
  return style ? [dressed(nodes, style)] : nodes;
}

function marked(text: string, query: string): Node[] {
  if (query === '') return text === '' ? [] : [document.createTextNode(text)];
  const nodes: Node[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(query); at >= 0; at = lower.indexOf(query, from)) {
    if (at > from) nodes.push(document.createTextNode(text.slice(from, at)));
    from = at + query.length;
    nodes.push(element('mark', {}, text.slice(at, from)));
  }
  if (from < text.length) nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}

function dressed(nodes: readonly Node[], style: TextStyle): HTMLElement {
  const classes = [
    style.isBold === true ? 'bold' : '',
    style.isDim === true ? 'dim' : '',
    style.isItalic === true ? 'italic' : '',
    style.isUnderlined === true ? 'underlined' : '',
  ];
  const made = element('span', { class: classes.join(' ').trim() }, ...nodes);
  const isInverse = style.isInverse === true;
  const [front, back] = isInverse
    ? [style.background ?? 'var(--back)', style.foreground ?? 'var(--front)']
    : [style.foreground, style.background];
  if (front !== undefined) made.style.color = colour(front);
  if (back !== undefined) made.style.backgroundColor = colour(back);
  return made;
}

/** The terminal's own sixteen come from the theme. */
function colour(value: number | string): string {
  return typeof value === 'string'
    ? value
    : `var(--vscode-terminal-ansi${ansiNames[value] ?? 'White'})`;
}

const ansiNames = ['', 'Bright'].flatMap((prefix) =>
  ['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'].map(
    (name) => `${prefix}${name}`,
  ),
);
