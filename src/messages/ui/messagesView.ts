import * as vscode from 'vscode';
import type { Clock } from '../../shared/clock';
import { every } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import { markdownLiteral } from '../../shared/safeText';
import type { LateTree } from '../../shared/ui/lateTree';
import { type MessageTree, logKey } from '../messageTree';
import type { TreeSources } from '../messageTree';
import { formatRowId, parseRowId, type RowId, type TreeNode } from '../treeNode';
import { TreeUpdates } from '../treeUpdates';

/** Ages change once a minute; so many rows are refreshed at a time. */
const agesPerMinute = 60_000;
const rowsPerChunk = 100;

/** Maps the rows of the tree to the editor's items and tells it which changed; decides nothing itself. */
export class MessagesView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<string[] | undefined>();
  private readonly owned: Disposable[] = [this.changed];
  private readonly updates: TreeUpdates;
  private shownRoots: readonly string[] = [];
  readonly view: vscode.TreeView<string>;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly tree: MessageTree,
    private readonly sources: TreeSources,
    clock: Clock,
    place: LateTree<string>,
  ) {
    this.updates = new TreeUpdates(
      {
        fireRoot: () => this.changed.fire(undefined),
        fireRows: (ids) => this.changed.fire([...ids]),
      },
      clock,
    );
    this.view = place.fill(this);
    this.owned.push(
      this.updates,
      every(clock, agesPerMinute, () => this.refreshAges()),
      sources.store.onDidChange(({ key, isDeviceSetChanged }) =>
        this.deviceChanged(key, isDeviceSetChanged),
      ),
      sources.connections.onDidChange(() => this.rootMayHaveChanged()),
      sources.history.onDidChange(() => this.rootMayHaveChanged()),
      sources.catchUp.onDidChange(() => this.rootMayHaveChanged()),
      sources.results.onDidChange(() => this.updates.rootChanged()),
      sources.book.onDidChange(() => this.updates.rootChanged()),
      sources.connections.onDidLearn(() => this.updates.rootChanged()),
      sources.view.onDidChange(() => this.updates.rootChanged()),
      ...(sources.watch ? [sources.watch.onDidChange(() => this.updates.rootChanged())] : []),
      ...(sources.backend ? [sources.backend.onDidChange(() => this.updates.rootChanged())] : []),
      this.view.onDidChangeSelection(({ selection }) => this.holdSelected(selection)),
    );
  }

  getChildren(id?: string): string[] {
    const row = parseRowId(id);
    if (id !== undefined) {
      if (row?.kind === 'device') this.loadShown(row);
      return row ? this.tree.children(row).map(formatRowId) : [];
    }
    this.shownRoots = this.tree.roots().map(formatRowId);
    return [...this.shownRoots];
  }

  getTreeItem(id: string): vscode.TreeItem {
    const row = parseRowId(id);
    const node = row && this.tree.node(row);
    const item = new vscode.TreeItem(node?.label ?? '');
    item.id = id;
    if (!row || !node) return item;
    item.description = node.description;
    item.contextValue = node.capabilities.join(' ');
    item.collapsibleState = collapsibleStates[node.collapsible];
    item.accessibilityInformation = { label: node.spoken };
    if (node.icon) item.iconPath = themeIcon(node.icon);
    const command = commandOf(row, node);
    if (command !== undefined) item.command = { command, title: '', arguments: [id] };
    return item;
  }

  /** Tooltips are made when they are shown, not for every row. */
  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const row = parseRowId(id);
    const tooltip = row && this.tree.node(row)?.tooltip?.();
    if (tooltip) item.tooltip = tooltipText(tooltip.lines, tooltip.picture);
    return item;
  }

  /** The row a command is about: the one it was called on, else the selected one. */
  rowOf(id: string | undefined): RowId | undefined {
    return parseRowId(id ?? this.view.selection[0]);
  }

  /** More rows of a device are wanted. */
  deviceUnfolded(connectionId: string, device: string): void {
    this.updates.rowChanged(formatRowId({ kind: 'device', connectionId, device }));
  }

  dispose(): void {
    for (const owned of this.owned.reverse()) owned.dispose();
  }

  /** A device that was restored with its newest message only gets the rows it has room for. */
  private loadShown(row: { readonly connectionId: string; readonly device: string }): void {
    const { store, history, view, results } = this.sources;
    const log = results.store ? undefined : store.log(logKey(row));
    const missing = log ? view.rowCount(log.key) - log.messages.length : 0;
    if (log && missing > 0 && history.hasOlder(log)) void history.loadOlder(log, missing);
  }

  private deviceChanged(key: string, isDeviceSetChanged: boolean): void {
    const { store, view } = this.sources;
    if (isDeviceSetChanged) this.updates.rootChanged();
    if (view.isPaused) {
      this.updates.rowChanged(formatRowId({ kind: 'state', state: 'paused', connectionId: '' }));
      return;
    }
    // Under a filter any message can bring a device in.
    if (view.filter !== '') this.updates.rootChanged();
    const log = store.log(key);
    if (log) {
      const { connectionId, device = '' } = log;
      this.updates.rowChanged(formatRowId({ kind: 'device', connectionId, device }));
    }
  }

  /** A state row came, went, or says something else. */
  private rootMayHaveChanged(): void {
    const roots = this.tree.roots().map(formatRowId);
    const isSame =
      roots.length === this.shownRoots.length &&
      roots.every((id, at) => id === this.shownRoots[at]);
    if (!isSame) this.updates.rootChanged();
    for (const id of roots) {
      const kind = parseRowId(id)?.kind;
      if (kind === 'state' || kind === 'connection') this.updates.rowChanged(id);
    }
  }

  private refreshAges(): void {
    if (!this.view.visible) return;
    const devices = this.shownRoots.filter((id) => parseRowId(id)?.kind === 'device');
    for (const id of devices.slice(0, rowsPerChunk)) this.updates.rowChanged(id);
    // The rest follows in chunks, so that no single event holds a whole fleet.
    devices.slice(rowsPerChunk).forEach((id, at) => {
      this.sources.clock.after(300 * (1 + Math.floor(at / rowsPerChunk)), () =>
        this.updates.rowChanged(id),
      );
    });
  }

  private holdSelected(selection: readonly string[]): void {
    const row = parseRowId(selection[0]);
    const isInside = row && 'device' in row && row.kind !== 'device' && row.kind !== 'older';
    const key = isInside ? logKey(row) : undefined;
    const released = this.sources.view.hold(key, this.sources.store.total);
    const log = released === undefined ? undefined : this.sources.store.log(released);
    if (log) this.deviceChanged(log.key, false);
  }
}

const collapsibleStates = {
  no: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

function themeIcon({ name, color }: NonNullable<TreeNode['icon']>): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** What Enter does, where it is more than unfolding. */
function commandOf(row: RowId, node: TreeNode): string | undefined {
  if (node.capabilities.includes('actionable') && row.kind === 'state')
    return 'sigfox.messages.showActions';
  if (node.capabilities.includes('connectable') && row.kind === 'state')
    return 'sigfox.messages.connect';
  if (node.capabilities.includes('watchable')) return 'sigfox.messages.showWatch';
  if (node.capabilities.includes('filterable')) return 'sigfox.messages.filter';
  if (node.capabilities.includes('older')) return 'sigfox.messages.showOlder';
  return row.kind === 'message' || row.kind === 'raw' ? 'sigfox.messages.open' : undefined;
}

/** Text from outside goes in as text; the picture is drawn by us and goes in as an image. */
function tooltipText(lines: readonly string[], picture: string | undefined): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  lines.forEach((line, at) => {
    markdown.appendMarkdown(markdownLiteral(line));
    if (at < lines.length - 1) markdown.appendMarkdown('  \n');
  });
  if (picture !== undefined) {
    const data = Buffer.from(picture).toString('base64');
    markdown.appendMarkdown(`\n\n![](data:image/svg+xml;base64,${data})`);
  }
  return markdown;
}
