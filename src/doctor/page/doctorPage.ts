import './doctorPage.css';
import { button, element } from '../../shared/page/element';
import type { DoctorMessage, DoctorUpdate, DoctorWords } from '../doctorPage';
import type { LinkView } from '../doctorView';

declare function acquireVsCodeApi(): {
  postMessage(message: DoctorMessage): void;
  getState(): { readonly device: string | undefined } | undefined;
  setState(state: { readonly device: string | undefined }): void;
};

const editor = acquireVsCodeApi();
const words = JSON.parse(document.body.dataset['words'] ?? '{}') as DoctorWords;
const about = element('p', { class: 'about' });
const verdict = element('p', { class: 'verdict', role: 'status' });
const links = element('ol', { class: 'links' });
const check = button(words.check, words.check, () => editor.postMessage({ kind: 'check' }));

document.body.append(
  element(
    'main',
    {},
    element('h1', {}, words.title),
    element('p', {}, words.introduction),
    about,
    element(
      'div',
      { class: 'actions' },
      check,
      secondary(words.copy, { kind: 'copy' }),
      secondary(words.otherDevice, { kind: 'otherDevice' }),
    ),
    verdict,
    links,
  ),
);
window.addEventListener('message', ({ data }: MessageEvent<DoctorUpdate>) => show(data));
editor.postMessage({ kind: 'ready', device: editor.getState()?.device });

function secondary(label: string, message: DoctorMessage): HTMLButtonElement {
  const made = button(label, label, () => editor.postMessage(message));
  made.classList.add('secondary');
  return made;
}

function show({ view, isChecking, device }: DoctorUpdate): void {
  editor.setState({ device });
  check.disabled = isChecking;
  check.textContent = isChecking ? words.checking : words.check;
  if (!view) return;
  about.textContent = `${view.about} · ${view.checked}`;
  verdict.className = `verdict ${view.verdict.tone}`;
  verdict.textContent = view.verdict.words;
  // What has the focus keeps it, though its row is made anew.
  const focused = document.activeElement?.getAttribute('data-fix');
  links.replaceChildren(...view.links.map(linkRow));
  if (focused) links.querySelector<HTMLElement>(`[data-fix="${focused}"]`)?.focus();
}

const signs = { proven: '✓', broken: '✗', unknown: '○' } as const;

function linkRow({ link, label, state, stateWord, ...row }: LinkView): HTMLElement {
  const fix = row.fix === undefined ? [] : [fixButton(link, row.fix)];
  return element(
    'li',
    { class: state, 'data-link': link },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, signs[state]),
    element(
      'div',
      {},
      element('strong', {}, label),
      element('span', { class: 'state' }, ` ${stateWord}`),
      element('p', {}, row.words),
      ...(row.evidence.length === 0
        ? []
        : [element('ul', {}, ...row.evidence.map((line) => element('li', {}, line)))]),
    ),
    ...fix,
  );
}

function fixButton(link: LinkView['link'], label: string): HTMLButtonElement {
  const made = button(label, label, () => editor.postMessage({ kind: 'fix', link }));
  made.setAttribute('data-fix', link);
  return made;
}
