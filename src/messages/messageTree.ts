import type { CatchUp } from './catchUp';
import { catchUpRow } from './catchUpRows';
import type { ConnectionStatus } from './connections';
import type { DecodedMessage } from './decodedMessage';
import { deviceRow } from './deviceRow';
import type { DeviceWatch } from './deviceWatch';
import { FleetRows } from './fleetRows';
import {
  historyRowIds,
  keepingRow,
  noticeRow,
  notConnectedIds,
  unusedConnectionIds,
} from './historyRows';
import { LostRows } from './lostRows';
import type { MessageHistory } from './messageHistory';
import { fieldRow, messageRow, radioFieldRow, radioRow, rawRow, withOrigin } from './messageRows';
import type { DeviceLog, MessageStore, StoredMessage } from './messageStore';
import type { TimeFormat } from './relativeTime';
import { logKey, type ShownSources, ShownMessages } from './shownMessages';
import {
  connectionRow,
  connectionStateRow,
  notConnectedRow,
  nothingMatchesRow,
  olderRow,
  pausedRow,
  searchRow,
  unusedConnectionRow,
} from './stateRows';
import { type MessageRowId, type RowId, type TreeNode } from './treeNode';
import { watchRow } from './watchWords';

export { logKey };

export interface TreeSources extends ShownSources {
  readonly history: MessageHistory;
  readonly catchUp: Pick<CatchUp, 'state' | 'onDidChange'>;
  readonly format: TimeFormat;
  readonly watch?: Pick<DeviceWatch, 'report' | 'silenceOf' | 'isMuted' | 'onDidChange'>;
  /** Where else this window saw the message, such as the line of a serial log that sent it. */
  originOf?(message: StoredMessage): string | undefined;
}

/** What the Messages view shows, row by row, made from what is kept at the moment it is asked. */
export class MessageTree {
  private readonly shown: ShownMessages;
  private readonly fleet: FleetRows;
  private readonly lost: LostRows;

  constructor(private readonly sources: TreeSources) {
    this.shown = new ShownMessages(sources);
    this.fleet = new FleetRows(sources, this.shown);
    this.lost = new LostRows(sources);
  }

  /** What shows: that which was found, while there is such, else what arrives. */
  get store(): MessageStore {
    return this.shown.store;
  }

  roots(): RowId[] {
    const { connections, view, store, results } = this.sources;
    if (results.store) {
      const search: RowId = { kind: 'state', state: 'search', connectionId: '' };
      return [search, ...this.fleet.rows([...results.store.logs])];
    }
    const all = connections.all;
    const rows: RowId[] = historyRowIds(this.sources.history);
    if (this.watchNode()) rows.push({ kind: 'state', state: 'watch', connectionId: '' });
    if (this.sources.catchUp.state.kind !== 'quiet') {
      rows.push({ kind: 'state', state: 'catchUp', connectionId: '' });
    }
    if (all.length === 0) rows.push(...notConnectedIds(this.sources));
    if (all.length === 1) rows.push(...this.stateRowsOf(all[0]));
    if (view.isPaused) rows.push({ kind: 'state', state: 'paused', connectionId: '' });
    if (all.length >= 2) {
      rows.push(
        ...all.map(
          ({ connection }) => ({ kind: 'connection', connectionId: connection.id }) as const,
        ),
        ...unusedConnectionIds(this.sources),
      );
      return rows;
    }
    const devices = this.fleet.rows([...store.logs]);
    if (devices.length === 0 && view.filter !== '' && store.keptCount > 0) {
      rows.push({ kind: 'state', state: 'filter', connectionId: '' });
    }
    return [...rows, ...devices];
  }

  children(row: RowId): RowId[] {
    switch (row.kind) {
      case 'connection':
        return [
          ...this.stateRowsOf(this.sources.connections.get(row.connectionId)),
          ...this.fleet.rows(this.logsOf(row.connectionId)),
        ];
      case 'unused':
        return this.fleet.rows(this.logsOf(row.connectionId));
      case 'group':
        return this.fleet.devicesOf(row, () => this.logsOf(row.connectionId));
      case 'device':
        return this.messageRows(row.connectionId, row.device);
      case 'message':
        return this.contentRows(row);
      case 'radio':
        return this.radioOf(row).map(([name]) => ({ ...row, kind: 'radioField', name }) as const);
      default:
        return [];
    }
  }

  /** Undefined for a row that is gone. */
  node(row: RowId): TreeNode | undefined {
    switch (row.kind) {
      case 'state':
        return this.stateNode(row);
      case 'connection': {
        const status = this.sources.connections.get(row.connectionId);
        return status && connectionRow(status);
      }
      case 'unused': {
        const known = this.sources.connections.connectionOf(row.connectionId);
        const hasDevices = this.logsOf(row.connectionId).length > 0;
        return unusedConnectionRow(row.connectionId, known, hasDevices);
      }
      case 'group':
        return this.fleet.groupNode(row);
      case 'cut':
        return this.fleet.cutNode(row);
      case 'device': {
        const log = this.store.log(logKey(row));
        return log && this.deviceNode(log);
      }
      case 'older': {
        const log = this.store.log(logKey(row));
        if (!log) return undefined;
        const hasOlder = !this.sources.results.store && this.sources.history.hasOlder(log);
        return olderRow(this.hiddenCount(log), log.evicted, hasOlder);
      }
      case 'lost':
        return this.lost.node(row);
      default:
        return this.contentNode(row);
    }
  }

  /** The message a row belongs to; for a device its newest. */
  message(row: RowId): StoredMessage | undefined {
    return this.shown.message(row);
  }

  decode(message: StoredMessage): DecodedMessage {
    return this.shown.decode(message);
  }

  nameOf(log: Pick<DeviceLog, 'device' | 'connectionId'>): string | undefined {
    return this.shown.nameOf(log);
  }

  /** Messages of a device that pass the filter and are not held back, oldest first. */
  visible(log: DeviceLog | undefined): readonly StoredMessage[] {
    return this.shown.of(log);
  }

  private logsOf(connectionId: string): DeviceLog[] {
    return [...this.store.logs].filter((log) => log.connectionId === connectionId);
  }

  private stateRowsOf(status: ConnectionStatus | undefined): RowId[] {
    if (!status || !connectionStateRow(status)) return [];
    return [{ kind: 'state', state: 'connection', connectionId: status.connection.id }];
  }

  private stateNode(row: RowId & { kind: 'state' }): TreeNode | undefined {
    const { connections, view, store, history, results, clock, format } = this.sources;
    switch (row.state) {
      case 'keeping':
        return keepingRow(history.state);
      case 'watch':
        return this.watchNode();
      case 'catchUp':
        return catchUpRow(this.sources.catchUp.state);
      case 'search':
        return searchRow(results.question, results.summary);
      case 'notice': {
        const notice = history.notices[Number(row.connectionId)];
        return notice && noticeRow(notice, clock.now(), format);
      }
      case 'connection': {
        const status = connections.get(row.connectionId);
        if (status) return connectionStateRow(status);
        const unused = connections.connectionOf(row.connectionId);
        return unused && notConnectedRow(unused);
      }
      case 'paused':
        return pausedRow(store.total - (view.pausedAt ?? store.total));
      case 'filter':
        return nothingMatchesRow(view.filter);
    }
  }

  private watchNode(): TreeNode | undefined {
    const { watch } = this.sources;
    return watch && watchRow(watch.report);
  }

  private deviceNode(log: DeviceLog): TreeNode {
    const { view, clock, format, watch } = this.sources;
    const message = this.visible(log).at(-1);
    const newestShown = view.newestShown(log.key);
    return deviceRow({
      log,
      name: this.nameOf(log),
      newest: message && { message, decoded: this.decode(message) },
      waiting: view.isHeld(log.key)
        ? log.messages.filter(({ number }) => number > newestShown).length
        : 0,
      nowMs: clock.now(),
      format,
      isSilent: watch?.silenceOf(log.key) !== undefined,
      isMuted: watch?.isMuted(log.key) === true,
    });
  }

  /** Newest first, a gap below the message that told of it, what was lost where it should have come. */
  private messageRows(connectionId: string, device: string): RowId[] {
    const log = this.store.log(logKey({ connectionId, device }));
    const messages = this.visible(log);
    const shown = messages.slice(-this.sources.view.rowCount(log?.key ?? ''));
    const isCut = shown.length < messages.length || (log?.evicted ?? 0) > 0;
    const rows = this.lost.weave(shown, { connectionId, device }, isCut);
    if (isCut) rows.push({ kind: 'older', connectionId, device });
    return rows;
  }

  private hiddenCount(log: DeviceLog): number {
    return Math.max(0, this.visible(log).length - this.sources.view.rowCount(log.key));
  }

  private contentRows(row: MessageRowId): RowId[] {
    const message = this.message(row);
    if (!message) return [];
    const rows: RowId[] = this.decode(message).fields.map(
      ({ name }) => ({ ...row, kind: 'field', name }) as const,
    );
    if (this.radioOf(row).length > 0) rows.push({ ...row, kind: 'radio' });
    rows.push({ ...row, kind: 'raw' });
    return rows;
  }

  private radioOf(row: RowId): [string, string][] {
    const content = this.message(row)?.content;
    return content?.kind === 'message' ? [...content.message.radio] : [];
  }

  private contentNode(row: Extract<RowId, { readonly number: number }>): TreeNode | undefined {
    const message = this.message(row);
    if (!message) return undefined;
    const { clock, format } = this.sources;
    switch (row.kind) {
      case 'message':
        return withOrigin(
          messageRow(message, this.decode(message), clock.now(), format),
          this.sources.originOf?.(message),
        );
      case 'gap':
        return this.lost.gapNode(message, row);
      case 'radio':
        return radioRow(new Map(this.radioOf(row)));
      case 'raw':
        return rawRow(message);
      case 'field': {
        const field = this.decode(message).fields.find(({ name }) => name === row.name);
        return field && fieldRow(field);
      }
      case 'radioField': {
        const value = new Map(this.radioOf(row)).get(row.name);
        return value === undefined ? undefined : radioFieldRow(row.name, value);
      }
    }
  }
}
