import uPlot from 'uplot';

/** What is drawn, in the chart's shape: times in seconds, then a column a series. */
export interface PlottedTable {
  readonly names: readonly string[];
  readonly table: uPlot.AlignedData;
  readonly firstTime: number;
  readonly lastTime: number;
}

export interface PictureOptions {
  readonly timeLabel: string;
  /** Whether a line goes on over a place without a value. */
  readonly spanGaps: boolean;
  /** Somebody zoomed in with the pointer: what is shown is to be drawn anew. */
  zoomed(): void;
  /** Draws what belongs to the picture beside the lines. */
  drawMore?(plot: uPlot): void;
}

const colours = ['blue', 'orange', 'green', 'red', 'purple', 'yellow'];

/** The chart itself: follows the newest values until somebody zooms or pans. */
export class PlotPicture {
  /** Seconds in sight while following; infinite for everything there is. */
  spanS = 30;
  /** A scale that stays; undefined for one that fits what is in sight. */
  scale: readonly [low: number, high: number] | undefined;
  private plot: uPlot | undefined;
  private drawnNames = '';
  private range: readonly [from: number, to: number] | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly data: PlottedTable,
    private readonly options: PictureOptions,
  ) {
    // Theme colours are baked into a canvas: a change of theme draws it anew.
    new MutationObserver(() => {
      this.drawnNames = '';
      this.draw();
    }).observe(document.body, { attributes: true, attributeFilter: ['class'] });
  }

  colour(series: number): string {
    return themeColour(`--vscode-charts-${colours[series % colours.length] ?? 'blue'}`);
  }

  draw(): void {
    if (this.data.names.length === 0) return;
    const key = JSON.stringify(this.data.names);
    if (!this.plot || key !== this.drawnNames) this.make(key);
    const { plot } = this;
    if (!plot) return;
    plot.setSize(this.size());
    plot.batch(() => {
      plot.setData(this.data.table, false);
      const [min, max] = this.range ?? this.newestRange();
      plot.setScale('x', { min, max });
    });
  }

  /** Seconds in sight now. */
  get shownS(): number {
    const [from, to] = this.range ?? this.newestRange();
    return to - from;
  }

  /** What is in sight stays in sight: paused, zoomed or panned. */
  get isHeld(): boolean {
    return this.range !== undefined;
  }

  hold(): void {
    this.range ??= this.newestRange();
  }

  follow(): void {
    this.range = undefined;
  }

  zoom(factor: number): void {
    const [from, to] = this.range ?? this.newestRange();
    const middle = (from + to) / 2;
    const half = ((to - from) / 2) * factor;
    this.range = [middle - half, middle + half];
  }

  pan(share: number): void {
    const [from, to] = this.range ?? this.newestRange();
    const by = (to - from) * share;
    this.range = [from + by, to + by];
  }

  scaleNow(): readonly [number, number] {
    const { min = 0, max = 1 } = this.plot?.scales['y'] ?? {};
    return [min, max];
  }

  png(): string {
    const canvas = this.plot?.ctx.canvas;
    if (!canvas) return 'data:image/png;base64,';
    // The chart is drawn on nothing; a picture has a ground.
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext('2d');
    if (context) {
      context.fillStyle = themeColour('--vscode-panel-background');
      context.fillRect(0, 0, copy.width, copy.height);
      context.drawImage(canvas, 0, 0);
    }
    return copy.toDataURL('image/png');
  }

  private newestRange(): readonly [number, number] {
    const { firstTime, lastTime } = this.data;
    if (Number.isFinite(this.spanS)) return [lastTime - this.spanS, lastTime];
    const margin = (lastTime - firstTime) * 0.02 || 30;
    return [firstTime - margin, lastTime + margin];
  }

  private size() {
    return { width: this.place.clientWidth, height: Math.max(80, this.place.clientHeight) };
  }

  private make(key: string): void {
    this.plot?.destroy();
    this.drawnNames = key;
    const ink = themeColour('--vscode-foreground');
    const grid = { stroke: themeColour('--vscode-widget-border', '#8884'), width: 1 };
    const axis = { stroke: ink, grid, ticks: grid };
    const options: uPlot.Options = {
      ...this.size(),
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false } },
      scales: { x: { time: true }, y: { range: (_, min, max) => this.yRange(min, max) } },
      axes: [axis, { ...axis, size: 64 }],
      series: [
        { label: this.options.timeLabel },
        ...this.data.names.map((label, at) => ({
          label,
          stroke: this.colour(at),
          width: 1.5,
          spanGaps: this.options.spanGaps,
        })),
      ],
      hooks: {
        setSelect: [(plot) => this.select(plot)],
        draw: [(plot) => this.options.drawMore?.(plot)],
      },
    };
    this.plot = new uPlot(options, this.data.table, this.place);
  }

  private yRange(min: number, max: number): [number, number] {
    if (this.scale) return [...this.scale];
    const margin = (max - min) * 0.1 || Math.abs(max) * 0.1 || 1;
    return [min - margin, max + margin];
  }

  private select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 4) return;
    this.range = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.options.zoomed();
  }
}

export function themeColour(name: string, fallback = '#888'): string {
  const style = getComputedStyle(document.documentElement);
  return style.getPropertyValue(name).trim() || fallback;
}
