import * as vscode from 'vscode';
import { every } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import { DisposableValue } from '../../shared/disposable';
import type { ContextKeys } from '../../shared/ui/contextKey';
import { describeConnection, statusText } from '../connectionWords';
import type { TreeSources } from '../messageTree';

/**
 * What shows around the rows: the status bar, the view's description and badge, and the context keys the menus and the
 * welcome texts ask for.
 */
export class MessageStatus implements Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'sigfox.messages',
    vscode.StatusBarAlignment.Left,
    10,
  );
  private readonly owned: Disposable[];
  private readonly countdown = new DisposableValue();
  private readonly soon = new DisposableValue();
  private seen = 0;

  constructor(
    private readonly view: vscode.TreeView<string>,
    private readonly sources: TreeSources,
    private readonly keys: ContextKeys,
    /** Words for where the extension runs, when that is not the person's own computer. */
    private readonly machine: string | undefined,
  ) {
    this.item.name = vscode.l10n.t('Sigfox Messages');
    const { connections, store, view: viewState, history, results } = sources;
    this.owned = [
      this.item,
      this.countdown,
      this.soon,
      connections.onDidChange(() => this.show()),
      store.onDidChange(() => this.showSoon()),
      viewState.onDidChange(() => this.show()),
      history.onDidChange(() => this.showSoon()),
      results.onDidChange(() => this.show()),
      view.onDidChangeVisibility(() => this.show()),
    ];
    this.show();
  }

  dispose(): void {
    for (const owned of this.owned) owned.dispose();
  }

  /** Counters are for the eye: four times a second is enough, however many messages come. */
  private showSoon(): void {
    this.soon.value ??= this.sources.clock.after(250, () => {
      this.soon.value = undefined;
      this.show();
    });
  }

  private show(): void {
    const { connections, store, view, results, clock } = this.sources;
    const all = connections.all;
    const isConnected = all.some(({ state }) => state.kind === 'live');
    this.keys.set('sigfox.connected', isConnected);
    this.keys.set('sigfox.connecting', all.length > 0 && !isConnected);
    this.keys.set('sigfox.paused', view.isPaused);
    this.keys.set('sigfox.filtered', view.filter !== '');
    this.keys.set('sigfox.searched', results.store !== undefined);
    this.keys.set('sigfox.filled', store.keptCount > 0);
    this.showDescription();
    this.showBadge();
    if (all.length === 0) {
      this.item.hide();
      this.countdown.value = undefined;
      return;
    }
    this.item.text = `$(radio-tower) ${statusText(all, store.deviceCount, clock.now())}`;
    this.item.tooltip = all.map(({ connection }) => describeConnection(connection)).join('\n');
    this.item.command = 'sigfox.messages.showActions';
    this.item.show();
    const isCounting = all.some(({ state }) => state.kind === 'reconnecting');
    if (isCounting) this.countdown.value ??= every(clock, 1_000, () => this.show());
    else this.countdown.value = undefined;
  }

  private showDescription(): void {
    const { connections, store, view, history } = this.sources;
    const [only, second] = connections.all;
    const all = store.keptCount + store.evictedCount;
    this.view.description = [
      only && !second ? describeConnection(only.connection) : undefined,
      only && this.machine !== undefined ? vscode.l10n.t('on {0}', this.machine) : undefined,
      view.filter === '' ? undefined : vscode.l10n.t('filter: {0}', view.filter),
      history.state.kind === 'memoryOnly' && history.state.why === 'noSqlite'
        ? vscode.l10n.t('kept in memory only')
        : undefined,
      store.evictedCount > 0
        ? vscode.l10n.t(
            'showing {0} of {1}',
            store.keptCount.toLocaleString(),
            all.toLocaleString(),
          )
        : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(' · ');
  }

  /** Messages that came while the view was not to be seen. */
  private showBadge(): void {
    const { total } = this.sources.store;
    if (this.view.visible) this.seen = total;
    const unseen = total - this.seen;
    this.view.badge =
      unseen > 0
        ? { value: unseen, tooltip: vscode.l10n.t('{0} new Sigfox messages', unseen) }
        : undefined;
  }
}
