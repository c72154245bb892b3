import 'uplot/dist/uPlot.min.css';
import './plotter.css';
import type { PlotUpdate } from '../plotFeed';
import type { PlotterMessage, PlotterWords } from '../plotterProtocol';
import { button, element } from '../../shared/page/element';
import { PlotPicture } from '../../shared/page/plotPicture';
import { fill, setAttribute, setText, toggle } from './dom';
import { keptPlot, type KeptPlot } from './keptPlot';
import { PlotData } from './plotData';

declare function acquireVsCodeApi(): {
  postMessage(message: PlotterMessage): void;
  getState(): unknown;
  setState(state: KeptPlot): void;
};

const host = acquireVsCodeApi();
const words = JSON.parse(document.body.dataset['words'] ?? '{}') as PlotterWords;
const data = new PlotData();
const place = element('div', { class: 'picture', role: 'img', tabindex: '0' });
const waiting = element('div', { class: 'waiting' }, words.waiting);
const legend = element('div', { class: 'legend' });
const status = element('span', { class: 'quiet' });
const picture = new PlotPicture(place, data, {
  timeLabel: words.time,
  spanGaps: true,
  zoomed: () => draw(),
});
const kept = keptPlot(host.getState());
let isDue = false;
let title = '';

const pause = toggle(words.pause, words.pauseHint, (isOn) => {
  if (isOn) picture.hold();
  else picture.follow();
  draw();
});
const lowest = numberField(words.lowest, kept.lowest, () => useScale(true));
const highest = numberField(words.highest, kept.highest, () => useScale(true));
const seconds = numberField(words.seconds, kept.seconds, () => {
  useSeconds();
  keep();
  draw();
});
const fixed = toggle(words.fixed, words.fixedHint, (isOn) => useScale(isOn));
const bar = element(
  'div',
  { class: 'bar', role: 'toolbar' },
  ...[pause.node, fixed.node, lowest, highest, seconds],
  button(words.zoomIn, words.zoomIn, () => zoom(0.5)),
  button(words.zoomOut, words.zoomOut, () => zoom(2)),
  button(words.reset, words.resetHint, () => {
    picture.follow();
    draw();
  }),
  button(words.clear, words.clear, () => {
    startAnew();
    draw();
  }),
  button(words.csv, words.csv, () => save('csv', data.csv())),
  button(words.png, words.png, () => save('png', picture.png())),
  status,
);
document.body.append(bar, waiting, place, legend);
useSeconds();
useScale(kept.isFixed);
window.addEventListener('message', ({ data: message }: MessageEvent<unknown>) => {
  if (!isPoints(message)) return;
  if (message.isFresh) startAnew();
  data.add(message);
  title = message.title;
  if (!isDue) requestAnimationFrame(draw);
  isDue = true;
});
window.addEventListener('resize', () => draw());
place.addEventListener('keydown', ({ key }) => {
  if (key === '+') zoom(0.5);
  else if (key === '-') zoom(2);
  else if (key === 'ArrowLeft' || key === 'ArrowRight') {
    picture.pan(key === 'ArrowLeft' ? -0.2 : 0.2);
    draw();
  } else if (key === 'Escape' || key === '0') {
    picture.follow();
    draw();
  }
});
host.postMessage({ kind: 'ready' });

function draw(): void {
  isDue = false;
  const isEmpty = data.names.length === 0;
  waiting.hidden = !isEmpty;
  place.hidden = isEmpty;
  pause.show(picture.isHeld);
  drawLegend();
  if (!isEmpty) picture.draw();
  const shown = fill(words.points, data.count.toLocaleString(), shortNumber(picture.shownS));
  setText(status, isEmpty ? '' : shown);
  const [low, high] = picture.scaleNow();
  const label = fill(words.picture, title, shortNumber(low), shortNumber(high));
  setAttribute(place, 'aria-label', `${label} · ${shown}`);
}

/** The newest value of each series: what a picture says to those who do not see it. */
function drawLegend(): void {
  const entries = data.names.flatMap((name, at) => {
    const newest = data.newest(at);
    // Cleared, and silent since.
    if (newest === undefined) return [];
    const made = element('span', { class: 'series' }, `${name} ${newest}`);
    made.style.borderColor = picture.colour(at);
    return [made];
  });
  legend.replaceChildren(...entries);
}

function startAnew(): void {
  data.clear();
  picture.follow();
}

function shortNumber(value: number): string {
  return value.toLocaleString(undefined, { maximumSignificantDigits: 4 });
}

function useSeconds(): void {
  picture.spanS = Number(seconds.value) > 0 ? Number(seconds.value) : 30;
  picture.follow();
}

/** A page that is hidden ends; the next one is set as this one was. */
function keep(): void {
  host.setState({
    ...{ seconds: seconds.value, lowest: lowest.value, highest: highest.value },
    isFixed: picture.scale !== undefined,
  });
}

function zoom(factor: number): void {
  picture.zoom(factor);
  draw();
}

function useScale(isFixed: boolean): void {
  const [low, high] = isFixed ? picture.scaleNow() : [0, 0];
  if (isFixed && lowest.value === '') lowest.value = String(low);
  if (isFixed && highest.value === '') highest.value = String(high);
  const typed = [Number(lowest.value), Number(highest.value)] as const;
  picture.scale = isFixed && typed[0] < typed[1] ? typed : undefined;
  fixed.show(picture.scale !== undefined);
  keep();
  draw();
}

function save(format: 'csv' | 'png', content: string): void {
  host.postMessage({ kind: 'export', format, content });
}

function numberField(label: string, value: string, changed: () => void): HTMLInputElement {
  const made = element('input', { type: 'number', step: 'any', title: label, placeholder: label });
  made.setAttribute('aria-label', label);
  made.value = value;
  made.addEventListener('change', changed);
  return made;
}

function isPoints(message: unknown): message is PlotUpdate {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    message.kind === 'points'
  );
}
