import type {
  AppendOutcome,
  Batch,
  KeepingBudget,
  KeptDevice,
  KeptGap,
  OlderRequest,
  OpenedHistory,
  ReadRequest,
  SearchProgress,
  SearchRequest,
} from '../keptMessages';

/** What the worker begins with. */
export interface StoreWorkerData {
  readonly file: string;
  readonly budget: KeepingBudget;
  readonly processId: number;
  /** Becomes 1 when the store is closed: the window waits for it when it ends. */
  readonly closed: SharedArrayBuffer;
}

/** What the window asks; every question has one answer under the same number. */
export type StoreQuestion =
  | { readonly ask: 'open' }
  | { readonly ask: 'append'; readonly batch: Batch }
  | { readonly ask: 'older'; readonly request: OlderRequest }
  | { readonly ask: 'count' }
  | { readonly ask: 'clear' }
  | { readonly ask: 'prepareSearch' }
  | { readonly ask: 'search'; readonly request: SearchRequest }
  | { readonly ask: 'read'; readonly afterId: number; readonly request: ReadRequest }
  | { readonly ask: 'noteLive'; readonly isLive: boolean }
  | { readonly ask: 'cancel'; readonly number: number }
  | { readonly ask: 'close' };

export type StoreAnswer =
  | { readonly kind: 'noSqlite' }
  | {
      readonly kind: 'opened';
      readonly messages: Batch;
      readonly devices: readonly KeptDevice[];
      readonly gaps: readonly KeptGap[];
      readonly moved: OpenedHistory['moved'];
    }
  | { readonly kind: 'appended'; readonly outcome: AppendOutcome }
  | { readonly kind: 'messages'; readonly messages: Batch; readonly isCut: boolean }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly detail: string };

export type StoreReply = { readonly number: number } & (
  { readonly answer: StoreAnswer } | { readonly progress: SearchProgress }
);
