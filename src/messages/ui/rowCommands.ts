import * as vscode from 'vscode';
import { UserError } from '../../shared/userError';
import { formatHex } from '../../sigfox/hex';
import { type ExportedMessage, messageRecord } from '../messageExport';
import type { DeviceLog } from '../messageStore';
import { logKey, type MessageTree, type TreeSources } from '../messageTree';
import type { RowId } from '../treeNode';
import { promptPayloadSettings } from './payloadConfigCommand';

/** What can be done with a row of the Messages view, or with the row that is selected. */
export class RowCommands {
  constructor(
    private readonly tree: MessageTree,
    private readonly sources: TreeSources,
  ) {}

  /** A field's value, a message's values, a device's newest values: what the row says, exact and without units. */
  async copyValue(row: RowId | undefined): Promise<void> {
    await copy(this.valueOf(needed(row)));
  }

  async copyJson(row: RowId | undefined): Promise<void> {
    await copy(JSON.stringify(messageRecord(this.exported(needed(row))), null, 2));
  }

  async copyHex(row: RowId | undefined): Promise<void> {
    const { content } = this.exported(needed(row)).message;
    const payload = content.kind === 'message' ? content.message.payload : undefined;
    if (!payload) throw new UserError(vscode.l10n.t('This message has no payload.'));
    await copy(formatHex(payload));
  }

  async setPayloadConfig(row: RowId | undefined): Promise<void> {
    const log = await this.deviceOf(row);
    if (log?.device === undefined) return;
    const { book, connections } = this.sources;
    const connection = connections.connectionOf(log.connectionId);
    const current = book.settingsOf(log.device, connection);
    const settings = await promptPayloadSettings(this.tree.nameOf(log) ?? log.device, current);
    if (settings) book.setSettings(log.device, settings.config === '' ? undefined : settings);
  }

  async nameDevice(row: RowId | undefined): Promise<void> {
    const log = await this.deviceOf(row);
    if (log?.device === undefined) return;
    const name = await vscode.window.showInputBox({
      title: vscode.l10n.t('Name of {0}', log.device),
      prompt: vscode.l10n.t('How the device is called here; nothing to forget the name'),
      value: this.tree.nameOf(log) ?? '',
      ignoreFocusOut: true,
    });
    if (name !== undefined) this.sources.book.setName(log.device, name);
  }

  private valueOf(row: RowId): string {
    if (row.kind === 'radioField') return this.tree.node(row)?.description ?? '';
    const exported = this.exported(row);
    if (row.kind === 'raw') return this.tree.node(row)?.description ?? '';
    const fields = exported.decoded.fields.filter(
      ({ name }) => row.kind !== 'field' || name === row.name,
    );
    if (row.kind === 'field') return fields[0]?.exact ?? '';
    return fields.map(({ name, exact, problem }) => `${name} ${exact ?? problem ?? ''}`).join('  ');
  }

  private exported(row: RowId): ExportedMessage {
    const message = this.tree.message(row);
    const log = message && 'device' in row ? this.tree.store.log(logKey(row)) : undefined;
    if (!message || !log) throw new UserError(vscode.l10n.t('This message is no longer kept.'));
    return this.exportedOf(log, message);
  }

  private exportedOf(log: DeviceLog, message: ExportedMessage['message']): ExportedMessage {
    return { message, decoded: this.tree.decode(message), name: this.tree.nameOf(log) };
  }

  /** The device of a row; asked for when there is none. */
  private async deviceOf(row: RowId | undefined): Promise<DeviceLog | undefined> {
    const known = row && 'device' in row ? this.tree.store.log(logKey(row)) : undefined;
    if (known?.device !== undefined) return known;
    const items = [...this.tree.store.logs].flatMap((log) =>
      log.device === undefined
        ? []
        : [{ label: this.tree.nameOf(log) ?? log.device, description: log.device, log }],
    );
    const chosen = await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('Which device?'),
    });
    return chosen?.log;
  }
}

function needed(row: RowId | undefined): RowId {
  if (row) return row;
  throw new UserError(vscode.l10n.t('Select a message first.'), {
    action: { title: vscode.l10n.t('Show Messages'), command: 'sigfox.messages.focus' },
  });
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
}
