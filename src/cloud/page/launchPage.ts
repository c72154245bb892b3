import './launchPage.css';
import { button, element } from '../../shared/page/element';
import type { FieldBlock, PageBlock, PageMessage } from '../pageBlocks';

declare function acquireVsCodeApi(): {
  postMessage(message: PageMessage & { readonly text?: string }): void;
  setState(state: unknown): void;
};

interface Update {
  readonly blocks: readonly PageBlock[];
  readonly draft: unknown;
}

const editor = acquireVsCodeApi();
const words = JSON.parse(document.body.dataset['words'] ?? '{}') as Record<'copy', string>;
const main = element('main');
document.body.append(main);

window.addEventListener('message', ({ data }: MessageEvent<Update>) => show(data));
editor.postMessage({ kind: 'ready' });

/** Draws the page anew; what the person is typing in stays as it is, focus and all. */
function show({ blocks, draft }: Update): void {
  editor.setState(draft);
  const focused = document.activeElement;
  const kept = focused instanceof HTMLElement ? focused.dataset['id'] : undefined;
  const marked = focused instanceof HTMLInputElement ? markedText(focused) : undefined;
  const typed = focused instanceof HTMLInputElement ? focused.value : undefined;
  main.replaceChildren(...blocks.map(draw));
  const again =
    kept === undefined ? null : main.querySelector<HTMLElement>(`[data-id="${CSS.escape(kept)}"]`);
  again?.focus();
  if (again instanceof HTMLInputElement && typed !== undefined && again.type !== 'checkbox') {
    again.value = typed;
    if (marked) again.setSelectionRange(...marked);
  }
}

/** From where to where text is marked: what is typed next takes its place. */
function markedText(input: HTMLInputElement): [number, number] | undefined {
  const { type, selectionStart, selectionEnd } = input;
  if (type !== 'text' || selectionStart === null || selectionEnd === null) return undefined;
  return [selectionStart, selectionEnd];
}

function draw(block: PageBlock): HTMLElement {
  switch (block.kind) {
    case 'heading':
      return element(block.level === 1 ? 'h1' : 'h2', {}, block.text);
    case 'text':
      return element(
        'p',
        { class: block.tone, ...(block.tone === 'bad' ? { role: 'alert' } : {}) },
        block.text,
      );
    case 'list':
      return element(
        'ul',
        { 'aria-label': block.label },
        ...block.items.map(({ text, tone }) => element('li', { class: tone }, text)),
      );
    case 'field':
      return drawField(block);
    case 'check':
      return drawCheck(block.id, block.text, block.isChecked, (isChecked) =>
        editor.postMessage({ kind: 'check', id: block.id, isChecked }),
      );
    case 'buttons':
      return element(
        'div',
        { class: 'buttons' },
        ...block.buttons.map(({ id, text, isPrimary, isEnabled }) => {
          const made = button(text, text, () => editor.postMessage({ kind: 'press', id }));
          made.dataset['id'] = `press:${id}`;
          made.disabled = !isEnabled;
          if (!isPrimary) made.classList.add('secondary');
          return made;
        }),
      );
    case 'facts':
      return element('dl', {}, ...block.rows.flatMap(drawFact));
    case 'table':
      return drawTable(block);
    case 'progress':
      return drawProgress(block);
  }
}

function drawField(block: FieldBlock): HTMLElement {
  const { id, label, description, problem } = block;
  if (block.input === 'switch') {
    const check = drawCheck(id, label, block.value === 'true', (isChecked) =>
      editor.postMessage({ kind: 'edit', id, value: String(isChecked) }),
    );
    return element('div', { class: 'field' }, check, ...under(id, description, problem));
  }
  const input = drawInput(block);
  input.id = `field-${id}`;
  input.dataset['id'] = id;
  input.setAttribute('aria-describedby', `hint-${id}`);
  if (problem !== undefined) input.setAttribute('aria-invalid', 'true');
  return element(
    'div',
    { class: 'field' },
    element('label', { for: input.id }, label),
    input,
    ...under(id, description, problem),
  );
}

function under(id: string, description: string, problem: string | undefined): HTMLElement[] {
  return [
    element(
      'div',
      { id: `hint-${id}`, class: 'hint' },
      ...(problem === undefined ? [] : [element('p', { class: 'bad' }, problem)]),
      ...(description === '' ? [] : [element('p', { class: 'muted' }, description)]),
    ),
  ];
}

function drawInput({
  id,
  input,
  value,
  choices,
}: FieldBlock): HTMLInputElement | HTMLSelectElement {
  if (choices) {
    const select = element(
      'select',
      {},
      ...choices.map((choice) => element('option', { value: choice.value }, choice.text)),
    );
    select.value = value;
    select.addEventListener('change', () =>
      editor.postMessage({ kind: 'edit', id, value: select.value }),
    );
    return select;
  }
  const type = input === 'hidden' ? 'password' : input === 'number' ? 'number' : 'text';
  const box = element('input', { type, spellcheck: 'false', autocomplete: 'off' });
  box.value = value;
  box.addEventListener('input', () => editor.postMessage({ kind: 'edit', id, value: box.value }));
  return box;
}

function drawCheck(
  id: string,
  text: string,
  isChecked: boolean,
  change: (isChecked: boolean) => void,
): HTMLElement {
  const box = element('input', { type: 'checkbox' });
  box.checked = isChecked;
  box.dataset['id'] = id;
  box.addEventListener('change', () => change(box.checked));
  return element('label', { class: 'check' }, box, element('span', {}, text));
}

function drawFact({
  label,
  value,
  copyText,
}: {
  label: string;
  value: string;
  copyText?: string;
}): HTMLElement[] {
  const copy =
    copyText === undefined
      ? []
      : [
          button(words.copy, `${words.copy}: ${label}`, () =>
            editor.postMessage({ kind: 'press', id: `copy:${label}` }),
          ),
        ];
  for (const each of copy) each.classList.add('secondary');
  return [element('dt', {}, label), element('dd', {}, element('code', {}, value), ...copy)];
}

function drawTable({ label, columns, rows }: Extract<PageBlock, { kind: 'table' }>): HTMLElement {
  const head = element(
    'tr',
    {},
    ...columns.map((column) => element('th', { scope: 'col' }, column)),
  );
  const body = rows.map((cells) =>
    element(
      'tr',
      {},
      ...cells.map(({ text, tone = 'plain' }) => element('td', { class: tone }, text)),
    ),
  );
  return element(
    'table',
    { 'aria-label': label },
    element('thead', {}, head),
    element('tbody', {}, ...body),
  );
}

function drawProgress({ text, done, all }: Extract<PageBlock, { kind: 'progress' }>): HTMLElement {
  const bar = element('progress', all > 0 ? { value: String(done), max: String(all) } : {});
  return element('div', { class: 'progress', role: 'status' }, element('span', {}, text), bar);
}
