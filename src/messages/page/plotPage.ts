import 'uplot/dist/uPlot.min.css';
import './plotPage.css';
import uPlot from 'uplot';
import { button, element } from '../../shared/page/element';
import { PlotPicture, themeColour } from '../../shared/page/plotPicture';
import type { PlotPageMessage, PlotPageModel, PlotPageWords } from '../plotPageProtocol';

declare function acquireVsCodeApi(): {
  postMessage(message: PlotPageMessage): void;
  setState(state: unknown): void;
};

const host = acquireVsCodeApi();
const words = JSON.parse(document.body.dataset['words'] ?? '{}') as PlotPageWords;
let series: PlotPageModel['series'] = [];
const data = { names: [] as string[], table: [[]] as uPlot.AlignedData, firstTime: 0, lastTime: 0 };
const heading = element('h1');
const field = element('select', { 'aria-label': words.field, title: words.field });
const place = element('div', { class: 'picture', role: 'img', tabindex: '0' });
const legend = element('div', { class: 'legend' });
const summary = element('p', { class: 'quiet', role: 'status' });
const picture = new PlotPicture(place, data, {
  timeLabel: words.time,
  spanGaps: false,
  zoomed: () => picture.draw(),
  drawMore: drawGaps,
});
picture.spanS = Number.POSITIVE_INFINITY;
const actions = [
  button(words.devices, words.devicesHint, () => host.postMessage({ kind: 'chooseDevices' })),
  button(words.zoomIn, words.zoomIn, () => move(() => picture.zoom(0.5))),
  button(words.zoomOut, words.zoomOut, () => move(() => picture.zoom(2))),
  button(words.reset, words.resetHint, () => move(() => picture.follow())),
  button(words.csv, words.csv, () => host.postMessage({ kind: 'csv' })),
  button(words.png, words.png, () => host.postMessage({ kind: 'png', content: picture.png() })),
];
document.body.append(
  heading,
  element('div', { class: 'bar', role: 'toolbar' }, field, ...actions),
  ...[summary, place, legend],
);
field.addEventListener('change', () => host.postMessage({ kind: 'field', name: field.value }));
window.addEventListener('message', ({ data: message }: MessageEvent<unknown>) => {
  if (isModel(message)) show(message);
});
window.addEventListener('resize', () => picture.draw());
place.addEventListener('keydown', ({ key }) => {
  const run = keys[key];
  if (run) move(run);
});
host.postMessage({ kind: 'ready' });

const keys: Readonly<Record<string, () => void>> = {
  '+': () => picture.zoom(0.5),
  '-': () => picture.zoom(2),
  ArrowLeft: () => picture.pan(-0.2),
  ArrowRight: () => picture.pan(0.2),
  Escape: () => picture.follow(),
  '0': () => picture.follow(),
};

function move(how: () => void): void {
  how();
  picture.draw();
}

function show(model: PlotPageModel): void {
  host.setState(model.state);
  series = model.series;
  heading.textContent = model.title;
  summary.textContent = model.summary;
  place.hidden = model.isEmpty;
  place.setAttribute('aria-label', `${model.title}: ${model.summary}`);
  showFields(model);
  takeIn(model);
  legend.replaceChildren(...model.series.map(drawLegend));
  if (!model.isEmpty) picture.draw();
}

function showFields({ fields, state }: PlotPageModel): void {
  const isKnown = fields.some(({ name }) => name === state.field);
  const all = isKnown ? fields : [{ name: state.field, label: state.field }, ...fields];
  field.replaceChildren(...all.map(({ name, label }) => element('option', { value: name }, label)));
  field.value = state.field;
}

/** A break reaches to the values on both sides, whatever times of other devices lie between: `uPlot.join`'s own number. */
const expandGaps = 2;

/** The devices send at times of their own: one column of all times, and each line goes over those of the others. */
function takeIn(model: PlotPageModel): void {
  data.names = model.series.map(({ name }) => name);
  const tables = model.series.map(({ timesMs, values }): uPlot.AlignedData => [
    timesMs.map((time) => time / 1_000),
    [...values],
  ]);
  data.table =
    tables.length === 0
      ? [[]]
      : uPlot.join(
          tables,
          tables.map(() => [1, expandGaps]),
        );
  const [times] = data.table;
  data.firstTime = times[0] ?? 0;
  data.lastTime = times.at(-1) ?? 0;
}

function drawLegend({ name, newest }: PlotPageModel['series'][number], at: number): HTMLElement {
  const made = element('span', { class: 'series' }, `${name} ${newest}`);
  made.style.borderColor = picture.colour(at);
  return made;
}

/** A dashed band where numbers did not come, in the colour of the line that is broken there. */
function drawGaps(plot: uPlot): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.font = `${11 * devicePixelRatio}px ${themeColour('--vscode-font-family', 'sans-serif')}`;
  ctx.textAlign = 'center';
  series.forEach(({ gaps }, at) => {
    ctx.fillStyle = picture.colour(at);
    ctx.strokeStyle = picture.colour(at);
    for (const { fromMs, toMs, label } of gaps) {
      const left = Math.max(bbox.left, plot.valToPos(fromMs / 1_000, 'x', true));
      const right = Math.min(bbox.left + bbox.width, plot.valToPos(toMs / 1_000, 'x', true));
      if (right < bbox.left || left > bbox.left + bbox.width) continue;
      const width = Math.max(2, right - left);
      ctx.globalAlpha = 0.15;
      ctx.fillRect(left, bbox.top, width, bbox.height);
      ctx.globalAlpha = 1;
      if (ctx.measureText(label).width < width) {
        ctx.fillText(label, left + width / 2, bbox.top + 16 * devicePixelRatio * (1 + at));
      } else {
        ctx.fillText('▾', left + width / 2, bbox.top + 10 * devicePixelRatio);
      }
    }
  });
  ctx.restore();
}

function isModel(message: unknown): message is PlotPageModel {
  return (
    typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'plot'
  );
}
