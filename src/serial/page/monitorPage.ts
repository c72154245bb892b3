import './monitor.css';
import type { HostUpdate, PageMessage, StateLine, TabHead, TabSnapshot } from '../monitorProtocol';
import type { MonitorWords } from '../monitorWords';
import { button, element } from '../../shared/page/element';
import { fill, setAttribute, setText, signButton } from './dom';
import { RowList } from './rowList';
import { SendBar } from './sendBar';
import { Speech } from './speech';
import { ViewBar } from './viewBar';

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void };

const host = acquireVsCodeApi();
const words = JSON.parse(document.body.dataset['words'] ?? '{}') as MonitorWords;
const post = (message: PageMessage) => host.postMessage(message);

const tabs = element('div', { class: 'tabs', role: 'tablist', 'aria-label': words.ports });
const lines = element('div', { class: 'lines', role: 'status' });
const status = element('div', { class: 'status' });
let active: TabSnapshot | undefined;
let drawn = 0;
let drawnTabs = '';
let drawnLines = '';

const rowList = new RowList({
  label: words.log,
  goesOn: words.goesOn,
  windowChanged: () => askForWindow(),
  follow: (follows) => {
    if (active) post({ kind: 'option', tab: active.id, name: 'follows', value: follows });
  },
  copy: (from, to) => {
    if (active) post({ kind: 'copy', tab: active.id, from, to });
  },
  openLink: (url) => post({ kind: 'link', url }),
  openNote: (row, at) => {
    if (active) post({ kind: 'note', tab: active.id, row, at });
  },
});
const viewBar = new ViewBar(words, {
  post,
  search: (query, isBackwards) => {
    if (!active) return;
    const from = rowList.searchFrom(isBackwards);
    post({ kind: 'search', tab: active.id, query, from, isBackwards });
  },
  queryChanged: (query) => {
    rowList.query = query;
    if (active) rowList.draw(active);
  },
  leave: () => rowList.node.focus(),
});
const sendBar = new SendBar(words, post);
const speech = new Speech(words);
const body = element('div', { class: 'body' }, viewBar.node, rowList.node, sendBar.node, status);
document.body.append(tabs, lines, body, speech.node);

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isUpdate(data)) draw(data);
});
window.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== 'f') return;
  event.preventDefault();
  event.stopPropagation();
  viewBar.focusSearch();
});
// The editor would mark the whole page behind the back of the field or the log that has the keyboard.
document.body.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'a') event.stopPropagation();
});
post({ kind: 'ready' });
askForWindow();

function draw(update: HostUpdate): void {
  active = update.active;
  drawTabs(update.tabs);
  drawLines(active ? active.lines : [update.emptyLine]);
  body.hidden = active === undefined;
  if (active) drawActive(active);
  else rowList.clear();
  if (update.goTo !== undefined) rowList.goTo(update.goTo);
  if (update.say !== undefined) speech.say(update.say);
  drawn = update.number;
  // Only when it is on the screen is the next one wanted.
  requestAnimationFrame(askForWindow);
}

function drawActive(snapshot: TabSnapshot): void {
  viewBar.draw(snapshot);
  rowList.draw(snapshot);
  sendBar.draw(snapshot);
  speech.heard(snapshot);
  const count = fill(words.lines, snapshot.rowCount.toLocaleString());
  const rate =
    snapshot.rate > 0 ? ` · ${fill(words.perSecond, snapshot.rate.toLocaleString())}` : '';
  setText(status, count + rate);
}

function askForWindow(): void {
  post({ kind: 'window', drawn, tab: active?.id ?? '', ...rowList.window });
}

/** Made anew only when they are others: a button that is replaced loses the keyboard. */
function drawTabs(heads: readonly TabHead[]): void {
  const now = JSON.stringify([heads, active?.id]);
  if (now === drawnTabs) return;
  drawnTabs = now;
  const made = heads.flatMap(({ id, title, isLive }) => {
    const tab = button(title, title, () => post({ kind: 'select', tab: id }));
    setAttribute(tab, 'role', 'tab');
    setAttribute(tab, 'aria-selected', String(id === active?.id));
    tab.className = isLive ? 'tab live' : 'tab';
    const close = signButton('×', fill(words.closeTab, title), () =>
      post({ kind: 'close', tab: id }),
    );
    close.className = 'close';
    return [tab, close];
  });
  const open = signButton('+', words.openPort, () => post({ kind: 'command', command: 'open' }));
  tabs.replaceChildren(...made, open);
}

function drawLines(shown: readonly StateLine[]): void {
  const now = JSON.stringify(shown);
  if (now === drawnLines) return;
  const hadFocus = lines.contains(document.activeElement);
  drawnLines = now;
  lines.replaceChildren(
    ...shown.map(({ text, tone, actions }) =>
      element(
        'div',
        { class: `state ${tone}` },
        element('span', {}, text),
        ...actions.map(({ id, label, argument = '' }) =>
          button(label, label, () =>
            post({ kind: 'act', tab: active?.id ?? '', action: id, argument }),
          ),
        ),
      ),
    ),
  );
  if (hadFocus) (lines.querySelector('button') ?? rowList.node).focus();
}

function isUpdate(data: unknown): data is HostUpdate {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'update';
}
