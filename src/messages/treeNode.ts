/**
 * One row of the Messages view as a plain record: everything a person sees was decided here, in the middle; the view
 * only maps it to the editor's own item. The UI imports this shape; messageTree.ts makes the rows.
 */
export interface TreeNode {
  /** Stable over refreshes and restarts: connection, device, message and field in one path. */
  readonly id: string;
  readonly kind:
    | 'state'
    | 'connection'
    | 'group'
    | 'device'
    | 'message'
    | 'gap'
    | 'field'
    | 'radio'
    | 'raw'
    | 'older';
  readonly label: string;
  readonly description: string;
  /** A codicon's name, with a theme colour's id where the words already say the same. */
  readonly icon: { readonly name: string; readonly color?: string } | undefined;
  /** What can be done with the row: menus ask for a capability, never for a kind. */
  readonly capabilities: readonly Capability[];
  readonly collapsible: 'no' | 'collapsed' | 'expanded';
  /** A sentence for a screen reader. */
  readonly spoken: string;
  /** Lines of the tooltip, asked for only when it is shown; `picture` is SVG text drawn from numbers and our own words. */
  tooltip(): { readonly lines: readonly string[]; readonly picture?: string };
  /** What the row is about, for commands; absent parts do not apply. */
  readonly about: {
    readonly connectionId?: string;
    readonly device?: string;
    /** Key of the message in the store. */
    readonly message?: string;
    readonly field?: string;
  };
}

export const capabilities = [
  'connection',
  'device',
  'message',
  'field',
  'copyValue',
  'copyJson',
  'copyHex',
  'openable',
  'exportable',
  'configurable',
  'nameable',
  'disconnectable',
  'retryable',
  'resumable',
  'filterClearable',
  'policyCopyable',
  'actionable',
  'older',
] as const;

export type Capability = (typeof capabilities)[number];
