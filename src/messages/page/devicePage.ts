import './devicePage.css';
import { button, element } from '../../shared/page/element';
import type { ByteCell, ByteView } from '../byteView';
import type { DevicePageModel } from '../devicePage';
import type { DevicePageMessage, DevicePageWords } from '../devicePageProtocol';
import type { SequenceStrip, StripCell } from '../sequenceStrip';
import { linkFields, makeStop, walkCells } from './linkedFields';

declare function acquireVsCodeApi(): {
  postMessage(message: DevicePageMessage): void;
  setState(state: unknown): void;
};

const host = acquireVsCodeApi();
const words = JSON.parse(document.body.dataset['words'] ?? '{}') as DevicePageWords;
const heading = element('h1');
const subtitle = element('p', { class: 'quiet' });
const problem = element('p', { class: 'problem', role: 'status' });
const older = button(words.older, words.olderHint, () =>
  host.postMessage({ kind: 'step', by: -1 }),
);
const newer = button(words.newer, words.newerHint, () => host.postMessage({ kind: 'step', by: 1 }));
const newest = button(words.newest, words.newestHint, () => host.postMessage({ kind: 'follow' }));
const bits = button(words.bits, words.bitsHint, () =>
  showBits(!document.body.classList.contains('binary')),
);
const bar = element(
  'div',
  { class: 'bar', role: 'toolbar' },
  ...[older, newer, newest, bits],
  button(words.plot, words.plotHint, () => host.postMessage({ kind: 'plot' })),
  button(words.config, words.configHint, () => host.postMessage({ kind: 'setConfig' })),
);
const strip = element('div', { class: 'strip', role: 'list', 'aria-label': words.stripHelp });
const stripSummary = element('p');
const legend = element('ul', { class: 'legend' });
const bytes = element('div', { class: 'bytes', role: 'group', 'aria-label': words.bytesHelp });
const said = element('p', { class: 'said quiet', role: 'status' });
const compared = element('p', { class: 'quiet' });
const config = element('p', { class: 'config' });
const values = element('div');
const linked = element(
  'div',
  {},
  ...[element('h2', {}, words.bytesHeading), bytes, said, compared],
  ...[element('h2', { class: 'config-heading' }, words.configHeading), config],
  ...[element('h2', {}, words.valuesHeading), values],
);
document.body.append(
  element(
    'main',
    {},
    ...[heading, subtitle, bar, problem, linked],
    ...[element('h2', {}, words.stripHeading), stripSummary, strip, legend],
  ),
);
linkFields(linked);
walkCells(bytes, '.bit', 8);
walkCells(strip, '.cell', 1);
bytes.addEventListener('focusin', sayBit);
bytes.addEventListener('mouseover', sayBit);
showBits(true);
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isModel(data)) show(data);
});
host.postMessage({ kind: 'ready' });

function show(model: DevicePageModel): void {
  host.setState(model.state);
  heading.textContent = model.title;
  subtitle.textContent = model.subtitle;
  problem.textContent = model.view.problem ?? '';
  problem.hidden = model.view.problem === undefined;
  older.disabled = !model.hasOlder;
  newer.disabled = model.isNewest;
  newest.setAttribute('aria-pressed', String(model.state.receivedAtMs === undefined));
  compared.textContent = model.comparedWith;
  keepingFocus(() => {
    drawBytes(model.view);
    drawConfig(model.view);
    drawValues(model.view);
    drawStrip(model.strip, model.message);
  });
}

/** What is drawn anew keeps the focus at the same place. */
function keepingFocus(draw: () => void): void {
  const { activeElement } = document;
  const place = activeElement instanceof HTMLElement ? activeElement.dataset['place'] : undefined;
  draw();
  if (place === undefined) return;
  const again = document.querySelector<HTMLElement>(`[data-place="${CSS.escape(place)}"]`);
  const group = again?.closest('.bytes, .strip');
  if (again && group) makeStop([...group.querySelectorAll<HTMLElement>('.bit, .cell')], again);
  again?.focus();
}

function showBits(isOn: boolean): void {
  document.body.classList.toggle('binary', isOn);
  bits.setAttribute('aria-pressed', String(isOn));
}

function drawBytes(view: ByteView): void {
  bytes.replaceChildren(...view.bytes.map(drawByte));
  bytes.hidden = view.bytes.length === 0;
  said.textContent = '';
  const cells = [...bytes.querySelectorAll<HTMLElement>('.bit')];
  makeStop(cells, cells[0]);
}

function drawByte(byte: ByteCell, at: number): HTMLElement {
  const fields = [...new Set(byte.bits.flatMap((bit) => bit.fields))];
  const hex = element(
    'div',
    { class: `hex ${colourOf(fields)}`, 'data-fields': fields.join(' ') },
    byte.hex === '' ? '––' : byte.hex,
  );
  const before =
    byte.hex === ''
      ? words.absent
      : byte.before === undefined
        ? ''
        : `${words.was} ${byte.before || '––'}`;
  const made = element(
    'div',
    { class: `byte${byte.hex === '' ? ' absent' : ''}` },
    element('div', { class: 'quiet' }, String(at)),
    hex,
    element(
      'div',
      { class: 'bits' },
      ...byte.bits.map((bit, place) =>
        element(
          'span',
          {
            class: `bit ${colourOf(bit.fields)}${bit.isChanged ? ' changed' : ''}`,
            role: 'img',
            'aria-label': bit.spoken,
            'data-fields': bit.fields.join(' '),
            'data-place': `bit ${at} ${place}`,
          },
          bit.text === '' ? '·' : bit.text,
        ),
      ),
    ),
    element('div', { class: 'before quiet' }, before),
  );
  return made;
}

function sayBit({ target }: Event): void {
  const cell = target instanceof Element ? target.closest('.bit') : null;
  if (cell) said.textContent = cell.getAttribute('aria-label') ?? '';
}

function drawConfig(view: ByteView): void {
  config.hidden = view.config.length === 0;
  document.querySelector<HTMLElement>('.config-heading')?.toggleAttribute('hidden', config.hidden);
  config.replaceChildren(
    ...view.config.map(({ text, field }) =>
      field === undefined
        ? text
        : element(
            'code',
            {
              class: `piece ${colourOf([field])}`,
              tabindex: '0',
              'data-fields': String(field),
              'data-place': `config ${field}`,
            },
            text,
          ),
    ),
  );
}

function drawValues(view: ByteView): void {
  const heads = [words.field, words.value, words.before, words.change, words.place, ''];
  const rows = view.fields.map((field, at) =>
    element(
      'tr',
      {
        class: `${colourOf([at])}${field.isProblem ? ' bad' : ''}${field.isChanged ? ' changed' : ''}`,
        tabindex: '0',
        'data-fields': String(at),
        'data-place': `value ${at}`,
      },
      element('th', { scope: 'row' }, field.label),
      element('td', { class: 'value' }, field.text),
      element('td', { class: 'quiet' }, field.before),
      element('td', {}, field.change),
      element('td', { class: 'quiet' }, field.origin),
      element(
        'td',
        {},
        field.isProblem
          ? ''
          : button(words.plotField, words.plotHint, () =>
              host.postMessage({ kind: 'plotField', field: at }),
            ),
      ),
    ),
  );
  const head = element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)));
  values.replaceChildren(
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows)),
  );
  values.hidden = rows.length === 0;
}

function drawStrip(
  { cells, summary, legend: kinds }: SequenceStrip,
  shown: number | undefined,
): void {
  stripSummary.textContent = summary;
  const drawn = cells.map((cell, at) => drawCell(cell, at, shown));
  strip.replaceChildren(...drawn);
  makeStop(drawn, drawn.find((cell) => cell.classList.contains('shown')) ?? drawn.at(-1));
  legend.replaceChildren(
    ...kinds.map(({ kind, label, meaning }) =>
      element(
        'li',
        {},
        element('span', { class: `sample ${kind}`, 'aria-hidden': 'true' }, glyphs[kind]),
        element('b', {}, label),
        ` ${meaning}`,
      ),
    ),
  );
}

const glyphs: Readonly<Record<StripCell['kind'], string>> = {
  ...{ received: '', notSeen: '–', duplicate: '=', late: '‹', restarted: '0', unnumbered: '?' },
};

function drawCell(
  { kind, count, message, spoken }: StripCell,
  at: number,
  shown: number | undefined,
) {
  const isShown = message === shown && kind !== 'notSeen';
  const made = element(
    'button',
    {
      class: `cell ${kind}${isShown ? ' shown' : ''}`,
      type: 'button',
      title: spoken,
      'aria-label': spoken,
      'data-place': `cell ${at}`,
      ...(isShown ? { 'aria-current': 'true' } : {}),
    },
    kind === 'notSeen' ? String(count) : glyphs[kind],
  );
  made.addEventListener('click', () => host.postMessage({ kind: 'show', message }));
  return made;
}

/** Fields take six theme colours in turn; a bit of several takes the first one's. */
function colourOf(fields: readonly number[]): string {
  const [first] = fields;
  return first === undefined ? 'nobody' : `colour${first % 6}`;
}

function isModel(data: unknown): data is DevicePageModel {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'device';
}
