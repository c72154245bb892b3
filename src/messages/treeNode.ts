/**
 * One row of the Messages view as a plain record: everything a person sees was decided in the middle; the view only
 * maps it to the editor's own item.
 */
export interface TreeNode {
  readonly label: string;
  readonly description: string;
  /** A codicon's name, with a theme colour where the words already say the same. */
  readonly icon?: { readonly name: string; readonly color?: string };
  /** What can be done with the row: menus ask for a capability, never for a kind. */
  readonly capabilities: readonly Capability[];
  readonly collapsible: 'no' | 'collapsed' | 'expanded';
  /** A sentence for a screen reader. */
  readonly spoken: string;
  /** Plain lines, and SVG text drawn from numbers and our own words. */
  readonly tooltip?: () => { readonly lines: readonly string[]; readonly picture?: string };
}

export const capabilities = [
  'copyValue',
  'copyJson',
  'copyHex',
  'openable',
  'inspectable',
  'plottable',
  'mutable',
  'unmutable',
  'watchable',
  'filterable',
  'exportable',
  'configurable',
  'nameable',
  'connectable',
  'disconnectable',
  'editable',
  'retryable',
  'resumable',
  'filterClearable',
  'policyCopyable',
  'dismissable',
  'signInable',
  'searchOpenable',
  'searchClosable',
  'actionable',
  'older',
] as const;

export type Capability = (typeof capabilities)[number];

/** What a row is about. The editor knows rows by this as text, so it survives refreshes and restarts. */
export type RowId =
  | { readonly kind: 'state'; readonly state: StateKind; readonly connectionId: string }
  /** One that is not used is another row: it comes unfolded once it is. */
  | { readonly kind: 'connection' | 'unused'; readonly connectionId: string }
  | GroupRowId
  | CutRowId
  | { readonly kind: 'device' | 'older'; readonly connectionId: string; readonly device: string }
  /** Told by Sigfox's backend alone: it never came, so it has a time and no number of arrival. */
  | {
      readonly kind: 'lost';
      readonly connectionId: string;
      readonly device: string;
      readonly timeMs: number;
    }
  | MessageRowId
  | FieldRowId;

export interface GroupRowId {
  readonly kind: 'group';
  readonly connectionId: string;
  readonly prefix: string;
}

/** What a list leaves out; of the whole view where `prefix` is empty. */
export interface CutRowId {
  readonly kind: 'cut';
  readonly connectionId: string;
  readonly prefix: string;
}

const stateKinds = [
  'connection',
  'paused',
  'filter',
  'keeping',
  'notice',
  'search',
  'watch',
  'catchUp',
] as const;

export type StateKind = (typeof stateKinds)[number];

export interface MessageRowId {
  readonly kind: 'message' | 'gap' | 'radio' | 'raw';
  readonly connectionId: string;
  /** Empty for messages that name no device. */
  readonly device: string;
  readonly number: number;
}

export interface FieldRowId {
  readonly kind: 'field' | 'radioField';
  readonly connectionId: string;
  readonly device: string;
  readonly number: number;
  readonly name: string;
}

/** The same row always gives the same text, whatever the order its parts were written in. */
export function formatRowId(row: RowId): string {
  const { kind, connectionId } = row;
  const parts = (() => {
    switch (kind) {
      case 'state':
        return [row.state];
      case 'connection':
      case 'unused':
        return [];
      case 'group':
      case 'cut':
        return [row.prefix];
      case 'device':
      case 'older':
        return [row.device];
      case 'lost':
        return [row.device, row.timeMs];
      case 'message':
      case 'gap':
      case 'radio':
      case 'raw':
        return [row.device, row.number];
      case 'field':
      case 'radioField':
        return [row.device, row.number, row.name];
    }
  })();
  return JSON.stringify([kind, connectionId, ...parts]);
}

/** Reads an id back. Menus hand ids in, and so may any other extension: what is none of ours gives undefined. */
export function parseRowId(id: unknown): RowId | undefined {
  const parts = typeof id === 'string' ? parseParts(id) : undefined;
  if (!parts) return undefined;
  const [kind, connectionId, first, number, name] = parts;
  if (typeof connectionId !== 'string') return undefined;
  if (kind === 'connection' || kind === 'unused') return { kind, connectionId };
  if (typeof first !== 'string') return undefined;
  switch (kind) {
    case 'state':
      return isStateKind(first) ? { kind, state: first, connectionId } : undefined;
    case 'group':
    case 'cut':
      return { kind, connectionId, prefix: first };
    case 'device':
    case 'older':
      return { kind, connectionId, device: first };
    case 'lost':
      return typeof number === 'number'
        ? { kind, connectionId, device: first, timeMs: number }
        : undefined;
    case 'message':
    case 'gap':
    case 'radio':
    case 'raw':
      return typeof number === 'number' ? { kind, connectionId, device: first, number } : undefined;
    case 'field':
    case 'radioField':
      return typeof number === 'number' && typeof name === 'string'
        ? { kind, connectionId, device: first, number, name }
        : undefined;
    default:
      return undefined;
  }
}

function parseParts(id: string): readonly unknown[] | undefined {
  try {
    const parts: unknown = JSON.parse(id);
    return Array.isArray(parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}

function isStateKind(text: string): text is StateKind {
  return (stateKinds as readonly string[]).includes(text);
}
