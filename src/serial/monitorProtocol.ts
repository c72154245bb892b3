import type { TextStyle } from './ansiText';
import type { FrameKind } from './logFrame';
import type { RowNote } from './sendingWords';
import type { LineEnding } from './sending';

/** How a tab shows its log; kept by the host, so that it outlives the page. */
export interface ViewOptions {
  readonly showsTimes: boolean;
  readonly isHex: boolean;
  readonly showsControls: boolean;
  /** The newest rows stay in sight. */
  readonly follows: boolean;
  /** The view stands still while the port goes on. */
  readonly isPaused: boolean;
  readonly lineEnding: LineEnding;
  /** What is typed is hexadecimal bytes. */
  readonly sendsHex: boolean;
  readonly filter: string;
  /** Lines are spoken for a screen reader, in summary when there are many. */
  readonly speaks: boolean;
}

export const defaultOptions: ViewOptions = {
  showsTimes: false,
  isHex: false,
  showsControls: false,
  follows: true,
  isPaused: false,
  lineEnding: 'lf',
  sendsHex: false,
  filter: '',
  speaks: false,
};

/** A row as the page draws it. */
export interface DrawnRow {
  /** Its number in the log; a filter leaves gaps. */
  readonly number: number;
  readonly kind: FrameKind;
  readonly timeMs: number;
  readonly pieces: readonly (readonly [text: string, style?: TextStyle])[];
  readonly notes: readonly RowNote[];
  /** The same line goes on in the next row. */
  readonly isCut: boolean;
}

export interface StateAction {
  readonly id: StateActionId;
  readonly label: string;
  /** What the action is about, such as the address of a port. */
  readonly argument?: string;
}

export type StateActionId =
  | 'tryAgain'
  | 'choosePort'
  | 'chooseCandidate'
  | 'copyRemedy'
  | 'resume'
  | 'clearFilter'
  | 'openPort';

/** One line above the rows: where the port stands. */
export interface StateLine {
  readonly text: string;
  readonly tone: 'info' | 'good' | 'bad';
  readonly actions: readonly StateAction[];
}

export interface TabHead {
  readonly id: string;
  readonly title: string;
  readonly isLive: boolean;
}

/** Everything the page shows of the active tab. Each update is whole: a lost or late one does no harm. */
export interface TabSnapshot {
  readonly id: string;
  readonly options: ViewOptions;
  readonly lines: readonly StateLine[];
  readonly canSend: boolean;
  readonly isCycling: boolean;
  readonly history: readonly string[];
  /** Rows there are to scroll through. */
  readonly rowCount: number;
  /** Exchanged when the rows are others: cleared, filtered, switched to hex. */
  readonly epoch: number;
  readonly from: number;
  readonly rows: readonly DrawnRow[];
  /** Rows a second, lately. */
  readonly rate: number;
}

export interface HostUpdate {
  readonly kind: 'update';
  readonly number: number;
  readonly tabs: readonly TabHead[];
  readonly active: TabSnapshot | undefined;
  /** Said when there is no tab. */
  readonly emptyLine: StateLine;
  /** A row to bring into sight, once. */
  readonly goTo?: number;
  /** Said once to a screen reader and shown in the status line. */
  readonly say?: string;
}

export type PageMessage =
  | { readonly kind: 'ready' }
  /** The update was drawn; `from` −1 is the end of the log. */
  | {
      readonly kind: 'window';
      readonly drawn: number;
      readonly tab: string;
      readonly from: number;
      readonly count: number;
    }
  | { readonly kind: 'select' | 'close' | 'clear' | 'copyAll' | 'stopCycle'; readonly tab: string }
  | { readonly kind: 'send'; readonly tab: string; readonly text: string }
  | {
      readonly kind: 'cycle';
      readonly tab: string;
      readonly text: string;
      readonly periodMs: number;
    }
  | {
      readonly kind: 'option';
      readonly tab: string;
      readonly name: keyof ViewOptions;
      readonly value: ViewOptions[keyof ViewOptions];
    }
  | {
      readonly kind: 'search';
      readonly tab: string;
      readonly query: string;
      readonly from: number;
      readonly isBackwards: boolean;
    }
  | { readonly kind: 'copy'; readonly tab: string; readonly from: number; readonly to: number }
  | {
      readonly kind: 'act';
      readonly tab: string;
      readonly action: StateActionId;
      readonly argument: string;
    }
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'note'; readonly tab: string; readonly row: number; readonly at: number }
  | { readonly kind: 'command'; readonly command: 'open' | 'save' | 'plot' | 'settings' };

/** A page is outside until its message is read: undefined for anything that is none of the above. */
export function readPageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Readonly<Record<string, unknown>>;
  const kind = message['kind'];
  const shape = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
  if (!shape) return undefined;
  const fits = Object.entries(shape).every(([name, check]) => check(message[name]));
  const isOption = kind !== 'option' || fitsOption(message['name'], message['value']);
  return fits && isOption ? (message as unknown as PageMessage) : undefined;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value.length <= 100_000;
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isFlag: Check = (value) => typeof value === 'boolean';
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value);
const tab = isText;

const shapes: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  ready: {},
  window: { drawn: isNumber, tab, from: isNumber, count: isNumber },
  select: { tab },
  close: { tab },
  clear: { tab },
  copyAll: { tab },
  stopCycle: { tab },
  send: { tab, text: isText },
  cycle: { tab, text: isText, periodMs: isNumber },
  option: { tab, name: isText },
  search: { tab, query: isText, from: isNumber, isBackwards: isFlag },
  copy: { tab, from: isNumber, to: isNumber },
  act: {
    tab,
    argument: isText,
    action: oneOf(
      'tryAgain',
      'choosePort',
      'chooseCandidate',
      'copyRemedy',
      'resume',
      'clearFilter',
      'openPort',
    ),
  },
  link: { url: isText },
  note: { tab, row: isNumber, at: isNumber },
  command: { command: oneOf('open', 'save', 'plot', 'settings') },
};

function fitsOption(name: unknown, value: unknown): boolean {
  if (typeof name !== 'string' || !Object.hasOwn(defaultOptions, name)) return false;
  if (name === 'lineEnding') return oneOf('none', 'lf', 'cr', 'crlf')(value);
  return name === 'filter' ? isText(value) : isFlag(value);
}

/** Options that were kept; what is not of the expected shape is left out. */
export function readOptions(stored: unknown): ViewOptions {
  if (typeof stored !== 'object' || stored === null) return defaultOptions;
  const fitting = Object.entries(stored).filter(([name, value]) => fitsOption(name, value));
  return { ...defaultOptions, ...(Object.fromEntries(fitting) as Partial<ViewOptions>) };
}
