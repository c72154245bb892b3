import './callbackFormPage.css';
import { button, element } from '../../shared/page/element';
import type { FormInput, FormView, Told } from '../callbackFormView';
import type { FormPageMessage, FormPageUpdate, FormPageWords } from '../callbackPage';

declare function acquireVsCodeApi(): {
  postMessage(message: FormPageMessage): void;
  getState(): FormInput | undefined;
  setState(input: FormInput): void;
};

const editor = acquireVsCodeApi();
const words = JSON.parse(document.body.dataset['words'] ?? '{}') as FormPageWords;
type Pasted = keyof FormInput['pasted'];
const pastedFields: readonly (readonly [field: Pasted, label: string])[] = [
  ['externalId', 'External Id'],
  ['roleArn', 'ARN Role'],
  ['topic', 'Topic'],
  ['region', 'Region'],
];

const config = element('input', { type: 'text', id: 'config', spellcheck: 'false' });
const body = element('textarea', { id: 'body', rows: '9', spellcheck: 'false' });
const downlink = {
  config: element('input', {
    type: 'text',
    id: 'downlink-config',
    placeholder: 'led::bool:7 period:1:uint:16',
    spellcheck: 'false',
  }),
  values: element('input', {
    type: 'text',
    id: 'downlink-values',
    placeholder: 'led=true period=900',
    spellcheck: 'false',
  }),
  answer: element('input', { type: 'text', id: 'downlink-answer', spellcheck: 'false' }),
};
const pasted = new Map(
  pastedFields.map(([field]) => [
    field,
    element('input', { type: 'text', id: `pasted-${field}`, spellcheck: 'false' }),
  ]),
);
const places = {
  fields: element('dl', { class: 'fields' }),
  configProblems: element('ul', { class: 'problems', 'aria-live': 'polite' }),
  bodyProblems: element('ul', { class: 'problems', 'aria-live': 'polite' }),
  preview: element('pre', { 'aria-label': words.preview }),
  previewOf: element('p', { class: 'hint' }),
  verdict: element('p', { class: 'verdict', role: 'status' }),
  downlinkNotes: element('ul', { class: 'problems', 'aria-live': 'polite' }),
  downlinkBody: element('pre', { 'aria-label': words.downlinkBody }),
  downlinkVerdict: element('div', { class: 'problem', role: 'status' }),
};
const verdicts = new Map(
  pastedFields.map(([field]) => [field, element('div', { class: 'problem', role: 'alert' })]),
);

build();
for (const input of [config, body, ...pasted.values(), ...Object.values(downlink)]) {
  input.addEventListener('input', changed);
}
window.addEventListener('message', ({ data }: MessageEvent<FormPageUpdate>) => show(data));
editor.postMessage({ kind: 'ready', input: editor.getState() });

function build(): void {
  const reset = button(words.bodyReset, words.bodyReset, () => {
    body.value = '';
    changed();
  });
  reset.classList.add('secondary');
  document.body.append(
    element(
      'main',
      {},
      element('h1', {}, words.title),
      element('p', {}, words.introduction),
      element('h2', {}, words.fill),
      labelled('config', words.config, config),
      places.configProblems,
      places.fields,
      labelled('body', words.body, body),
      reset,
      places.bodyProblems,
      element('h2', {}, words.preview),
      places.previewOf,
      places.preview,
      element('h2', {}, words.check),
      element('p', {}, words.checkIntroduction),
      ...pastedFields.flatMap(([field, label]) => [
        labelled(`pasted-${field}`, label, pasted.get(field) ?? ''),
        verdicts.get(field) ?? '',
      ]),
      places.verdict,
      element('h2', {}, words.downlinkTitle),
      element('p', {}, words.downlink),
      labelled('downlink-config', words.downlinkConfig, downlink.config),
      labelled('downlink-values', words.downlinkValues, downlink.values),
      places.downlinkNotes,
      places.downlinkBody,
      labelled('downlink-answer', words.downlinkAnswer, downlink.answer),
      places.downlinkVerdict,
    ),
  );
}

function labelled(id: string, label: string, input: Node | string): HTMLElement {
  return element('div', { class: 'labelled' }, element('label', { for: id }, label), input);
}

function changed(): void {
  const input = read();
  editor.setState(input);
  editor.postMessage({ kind: 'changed', input });
}

function read(): FormInput {
  return {
    config: config.value,
    body: body.value,
    pasted: Object.fromEntries([...pasted].map(([field, { value }]) => [field, value])),
    downlink: {
      config: downlink.config.value,
      values: downlink.values.value,
      answer: downlink.answer.value,
    },
  };
}

/** What the person is writing in is never overwritten. */
function show({ input, view }: FormPageUpdate): void {
  set(config, input.config);
  set(body, input.body);
  body.placeholder = view.fields.find(({ id }) => id === 'body')?.value ?? '';
  for (const [field, box] of pasted) set(box, input.pasted[field] ?? '');
  set(downlink.config, input.downlink?.config ?? '');
  set(downlink.values, input.downlink?.values ?? '');
  set(downlink.answer, input.downlink?.answer ?? '');
  places.fields.replaceChildren(...view.fields.flatMap(fieldRow));
  places.configProblems.replaceChildren(...view.configProblems.map(problemItem));
  places.bodyProblems.replaceChildren(
    ...view.bodyProblems.map(problemItem),
    ...view.losses.map((message) => problemItem({ severity: 'warning', message })),
  );
  places.preview.textContent = view.preview;
  places.previewOf.textContent = view.previewOf;
  showPasted(input, view);
  showDownlink(view.downlink);
  editor.setState(read());
}

function set(box: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  if (document.activeElement !== box && box.value !== value) box.value = value;
}

function fieldRow({ label, value, hint, missing }: FormView['fields'][number]): HTMLElement[] {
  const copy = button(words.copy, `${words.copy}: ${label}`, () =>
    editor.postMessage({ kind: 'copy', text: value, label }),
  );
  copy.disabled = missing !== undefined;
  return [
    element('dt', {}, label),
    element(
      'dd',
      {},
      element('code', missing === undefined ? {} : { class: 'missing' }, missing ?? value),
      copy,
      element('p', { class: 'hint' }, hint),
    ),
  ];
}

function problemItem({ severity, message }: Told): HTMLElement {
  return element('li', { class: severity }, message);
}

function showPasted(input: FormInput, view: FormView): void {
  for (const [field, place] of verdicts) {
    const problem = view.pastedProblems.find((each) => each.field === field);
    place.replaceChildren(...(problem ? [problem.message, ...fixButton(problem)] : []));
  }
  const isAnyPasted = pastedFields.some(([field]) => (input.pasted[field] ?? '').trim() !== '');
  const isRight = isAnyPasted && view.pastedProblems.length === 0;
  places.verdict.textContent = isRight ? words.allRight : '';
}

function showDownlink({ body: built, notes, verdict }: FormView['downlink']): void {
  places.downlinkNotes.replaceChildren(...notes.map(problemItem));
  places.downlinkBody.textContent = built;
  places.downlinkBody.hidden = built === '';
  places.downlinkVerdict.textContent = verdict?.message ?? '';
  places.downlinkVerdict.classList.toggle('good', verdict?.severity === 'good');
}

function fixButton({ fix }: FormView['pastedProblems'][number]): HTMLElement[] {
  if (!fix) return [];
  const { label } = fix;
  if (fix.kind === 'updateExternalId') {
    const { externalId } = fix;
    return [
      button(label, label, () => editor.postMessage({ kind: 'updateExternalId', externalId })),
    ];
  }
  const { value } = fix;
  return [
    button(label, label, () => editor.postMessage({ kind: 'copy', text: value, label: value })),
  ];
}
