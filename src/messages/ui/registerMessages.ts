import * as vscode from 'vscode';
import type { Disposable } from '../../shared/disposable';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { ContextKeys } from '../../shared/ui/contextKey';
import type { LatePages } from '../../shared/ui/latePages';
import type { LateTree } from '../../shared/ui/lateTree';
import { UserError } from '../../shared/userError';
import type { Connection } from '../connection';
import { connectionPolicy } from '../iamPolicy';
import type { ConnectionStatus } from '../connections';
import type { DeviceWatch } from '../deviceWatch';
import { logKey, MessageTree, type TreeSources } from '../messageTree';
import type { CatchUp } from '../catchUp';
import { type Presence, registerCatchUp } from './catchUpCommands';
import type { ConnectionChoice } from './connectCommands';
import { registerExport } from './exportCommands';
import { MessageDocuments } from './messageDocuments';
import { MessageStatus } from './messageStatus';
import { MessagesView } from './messagesView';
import { registerSeen } from './registerSeen';
import { promptReplay } from './replayCommand';
import { RowCommands } from './rowCommands';
import { pickGrouping } from './groupingPrompt';
import { registerSearch } from './searchCommands';
import { registerWatch } from './registerWatch';
import { showStateActions } from './stateActions';
import { parseRowId } from '../treeNode';

export interface MessagesDoors {
  readonly commands: CommandRunner;
  readonly pages: LatePages;
  readonly extensionUri: vscode.Uri;
  readonly keys: ContextKeys;
  readonly tree: LateTree<string>;
  readonly choice: ConnectionChoice;
  readonly sources: TreeSources & { readonly watch: DeviceWatch };
  readonly catchUp: CatchUp;
  readonly presence: Presence;
  readonly machine: string | undefined;
  /** Writes a file of this machine piece by piece. */
  writeFile(file: string, pieces: AsyncIterable<string>): Promise<void>;
  /** Called when the view is first shown in this window: what was connected before comes back. */
  onFirstShown(): void;
}

/** This room's view, documents and commands. */
export function registerMessages(doors: MessagesDoors): Disposable {
  const { commands, sources, choice } = doors;
  const { connections, store, view, clock } = sources;
  const tree = new MessageTree(sources);
  const messages = new MessagesView(tree, sources, clock, doors.tree);
  const documents = new MessageDocuments(tree, sources);
  const rows = new RowCommands(tree, sources);
  const troubled = (id: string | undefined) =>
    troubledConnection(connections.all, messages.rowOf(id)?.connectionId);
  const use = (connection: Connection) => {
    // One that was set up just now is known from here on.
    connections.know(choice.all);
    connections.connect(connection);
  };
  return vscode.Disposable.from(
    messages,
    documents,
    new MessageStatus(messages.view, sources, doors.keys, doors.machine),
    registerSeen({ ...doors, rowOf: (id) => messages.rowOf(id) }),
    registerWatch({ ...doors, rowOf: (id) => messages.rowOf(id) }),
    whenFirstShown(messages.view, () => doors.onFirstShown()),
    commands.register('sigfox.messages.connect', async (id) => {
      const wanted = parseRowId(id)?.connectionId ?? id;
      const connection =
        wanted === undefined ? await choice.pick() : choice.all.find((each) => each.id === wanted);
      if (connection) use(connection);
    }),
    commands.register('sigfox.messages.connectAws', async (topic) => {
      const connection = await choice.connectAws(topic);
      if (connection) use(connection);
    }),
    commands.register('sigfox.messages.disconnect', async (id) => {
      const connection = await oneOf(connections.all, messages.rowOf(id)?.connectionId);
      if (connection) connections.disconnect(connection.id);
    }),
    commands.register('sigfox.messages.editConnection', async (id) => {
      const before = messages.rowOf(id)?.connectionId;
      const connection = await choice.edit(before);
      if (!connection) return;
      if (before !== undefined && before !== connection.id) connections.disconnect(before);
      connections.connect(connection);
    }),
    commands.register('sigfox.messages.removeConnection', async (id) => {
      const gone = await choice.remove(messages.rowOf(id)?.connectionId);
      if (gone !== undefined) connections.disconnect(gone);
    }),
    commands.register('sigfox.messages.tryNow', (id) => {
      const status = troubled(id);
      if (status) connections.tryNow(status.connection.id);
    }),
    commands.register('sigfox.messages.showActions', (id) =>
      showStateActions(troubled(id), sources, id),
    ),
    commands.register('sigfox.messages.copyPolicy', async (id) => {
      const status = troubled(id);
      const missing = status?.state.kind === 'refused' ? status.state.missing : undefined;
      if (!status || !missing)
        throw new UserError(vscode.l10n.t('No right is known to be missing.'));
      await vscode.env.clipboard.writeText(connectionPolicy(status.connection, missing));
    }),
    registerSearch(commands, tree, sources),
    commands.register('sigfox.messages.pause', () => view.pause(store.total)),
    commands.register('sigfox.messages.resume', () => view.resume()),
    commands.register('sigfox.messages.filter', async (text) => {
      const filter = text ?? (await promptFilter(view.filter));
      if (filter !== undefined) view.filter = filter;
    }),
    commands.register('sigfox.messages.group', async (by) => {
      const chosen = await pickGrouping(by);
      if (chosen) view.grouping = chosen.grouping;
    }),
    commands.register('sigfox.messages.clearFilter', () => {
      view.filter = '';
    }),
    commands.register('sigfox.messages.clear', async () => {
      const onDisk = await sources.history.count();
      if (!(await confirmClear(Math.max(store.keptCount, onDisk)))) return;
      store.clear();
      await sources.history.clear();
    }),
    commands.register('sigfox.messages.showOlder', (id) => {
      const row = messages.rowOf(id);
      if (row?.kind !== 'older') return;
      view.showOlder(logKey(row));
      // The view asks the disk for what is not in memory.
      messages.deviceUnfolded(row.connectionId, row.device);
    }),
    commands.register('sigfox.messages.dismiss', (id) => {
      const row = messages.rowOf(id);
      if (row?.kind === 'state' && row.state === 'catchUp') doors.catchUp.dismiss();
      else sources.history.dismissNotices();
    }),
    registerCatchUp(commands, doors.catchUp, doors.presence),
    commands.register('sigfox.messages.setPayloadConfig', (id) =>
      rows.setPayloadConfig(messages.rowOf(id)),
    ),
    commands.register('sigfox.messages.nameDevice', (id) => rows.nameDevice(messages.rowOf(id))),
    commands.register('sigfox.messages.copyValue', (id) => rows.copyValue(messages.rowOf(id))),
    commands.register('sigfox.messages.copyJson', (id) => rows.copyJson(messages.rowOf(id))),
    commands.register('sigfox.messages.copyHex', (id) => rows.copyHex(messages.rowOf(id))),
    commands.register('sigfox.messages.open', async (id) => {
      const row = messages.rowOf(id);
      if (row) await documents.open(row);
    }),
    registerExport(commands, {
      ...{ tree, sources, writeFile: (file, pieces) => doors.writeFile(file, pieces) },
      rowOf: (id) => messages.rowOf(id),
    }),
    commands.register('sigfox.messages.replayCapture', async (file, speed) => {
      const connection = await promptReplay(file, speed);
      if (!connection) return;
      // A second replay begins anew.
      connections.disconnect(connection.id);
      connections.connect(connection);
    }),
    commands.register('sigfox.messages.publishTest', () => publishTest(sources)),
  );
}

/** The connection a row is about, else the one that needs attention, else the first. */
function troubledConnection(
  all: readonly ConnectionStatus[],
  id: string | undefined,
): ConnectionStatus | undefined {
  const named =
    id === undefined || id === '' ? undefined : all.find(({ connection }) => connection.id === id);
  const isTroubled = ({ state }: ConnectionStatus) =>
    state.kind === 'refused' || state.kind === 'reconnecting' || state.kind === 'signedOut';
  return named ?? all.find(isTroubled) ?? all[0];
}

async function oneOf(
  all: readonly ConnectionStatus[],
  id: string | undefined,
): Promise<Connection | undefined> {
  const named = all.find(({ connection }) => connection.id === id)?.connection;
  if (named ?? all.length < 2) return named ?? all[0]?.connection;
  const items = all.map(({ connection }) => ({ label: connection.name, connection }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which connection?'),
  });
  return chosen?.connection;
}

function promptFilter(current: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Filter Messages'),
    prompt: vscode.l10n.t(
      'Text in the name, id, payload or values; also temp > 30, last:24h, undecodable, joined by or, not and ( )',
    ),
    value: current,
  });
}

async function confirmClear(count: number): Promise<boolean> {
  const clear = vscode.l10n.t('Clear');
  const question = vscode.l10n.t('Forget {0} messages? They cannot be brought back.', count);
  return (await vscode.window.showWarningMessage(question, { modal: true }, clear)) === clear;
}

/** A message of the person's own on the topic, to see that the way from the broker to this window is open. */
async function publishTest({ connections, clock }: TreeSources): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    throw new UserError(vscode.l10n.t('Restricted Mode does not publish.'), {
      action: { title: vscode.l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' },
    });
  }
  const live = connections.all.filter(({ state }) => state.kind === 'live');
  const connection = await oneOf(live, undefined);
  if (!connection) throw new UserError(vscode.l10n.t('No connection is live.'));
  const topic = connection.topicFilters.find((filter) => !/[+#]/.test(filter));
  if (topic === undefined) {
    throw new UserError(
      vscode.l10n.t('"{0}" listens to no exact topic to publish to.', connection.name),
    );
  }
  const publish = vscode.l10n.t('Publish');
  if (!connection.isSimulated) {
    const question = vscode.l10n.t(
      'Publish a test message to "{0}" on {1}? Whoever listens there receives it.',
      topic,
      connection.name,
    );
    if ((await vscode.window.showWarningMessage(question, { modal: true }, publish)) !== publish)
      return;
  }
  const seconds = Math.floor(clock.now() / 1_000);
  const body = JSON.stringify({ device: 'F00D', time: seconds, data: '', test: true });
  await connections.publish(connection.id, topic, new TextEncoder().encode(body));
}

function whenFirstShown(view: vscode.TreeView<string>, run: () => void): vscode.Disposable {
  if (view.visible) {
    run();
    return new vscode.Disposable(() => undefined);
  }
  const subscription = view.onDidChangeVisibility(({ visible }) => {
    if (!visible) return;
    subscription.dispose();
    run();
  });
  return subscription;
}
