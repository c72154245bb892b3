import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { countDevices } from './countWords';
import type { DeviceWatch } from './deviceWatch';
import type { DeviceLog } from './messageStore';
import { compareNames } from './nameOrder';
import { logKey, type ShownMessages } from './shownMessages';
import type { CutRowId, GroupRowId, RowId, TreeNode } from './treeNode';
import type { Grouping, ViewState } from './viewState';

/** Above this many devices a list becomes groups: the editor asks for every row it has, seen or not. */
const maxListed = 500;

/** The view says what it does not show beyond these; a filter brings it in. */
const maxShown = 10_000;

interface DeviceRowId {
  readonly kind: 'device';
  readonly connectionId: string;
  readonly device: string;
}

export interface FleetSources {
  readonly view: ViewState;
  readonly watch?: Pick<DeviceWatch, 'silenceOf'>;
}

/** The devices of a view as rows: in one list while they are few, in groups when they are many. */
export class FleetRows {
  /** As they were when the rows were last asked for: a group's count costs no second pass over the fleet. */
  private readonly groups = new Map<string, readonly DeviceRowId[]>();
  private readonly leftOut = new Map<string, number>();

  constructor(
    private readonly sources: FleetSources,
    private readonly shown: ShownMessages,
  ) {}

  /** Devices, or groups of them, and a row for what is left out. */
  rows(logs: readonly DeviceLog[]): RowId[] {
    const all = this.sorted(logs);
    const connectionId = all[0]?.connectionId ?? '';
    const devices = all.slice(0, maxShown);
    const cut = this.cutRow(
      { kind: 'group', connectionId, prefix: '' },
      all.length - devices.length,
    );
    const { grouping } = this.sources.view;
    if (grouping === undefined && devices.length <= maxListed) return [...devices, ...cut];
    return [...this.grouped(devices, grouping ?? 'prefix'), ...cut];
  }

  devicesOf(group: GroupRowId, logs: () => readonly DeviceLog[]): RowId[] {
    if (!this.groups.has(keyOf(group))) this.rows(logs());
    const devices = this.groups.get(keyOf(group)) ?? [];
    const listed = devices.slice(0, maxListed);
    return [...listed, ...this.cutRow(group, devices.length - listed.length)];
  }

  groupNode(group: GroupRowId): TreeNode {
    const label = groupLabel(group.prefix);
    const description = countDevices(this.groups.get(keyOf(group))?.length ?? 0);
    return {
      label,
      description,
      icon: { name: 'folder' },
      capabilities: [],
      collapsible: 'collapsed',
      spoken: `${label}, ${description}`,
    };
  }

  /** `2,345 devices are not shown. Filter to see them.` */
  cutNode(row: CutRowId): TreeNode {
    const count = this.leftOut.get(keyOf(row)) ?? 0;
    const description = l10n.t('{0} not shown. Filter to see them.', countDevices(count));
    return {
      label: '',
      description,
      icon: { name: 'filter' },
      capabilities: ['filterable'],
      collapsible: 'no',
      spoken: description,
    };
  }

  private cutRow(group: GroupRowId, count: number): RowId[] {
    this.leftOut.set(keyOf(group), count);
    return count > 0 ? [{ ...group, kind: 'cut' }] : [];
  }

  private grouped(devices: readonly DeviceRowId[], grouping: Grouping): RowId[] {
    this.groups.clear();
    const nameOf = this.groupNames(devices, grouping);
    const rows = new Map<string, GroupRowId>();
    const members = new Map<string, DeviceRowId[]>();
    for (const device of devices) {
      const group: GroupRowId = {
        kind: 'group',
        connectionId: device.connectionId,
        prefix: nameOf(device),
      };
      const key = keyOf(group);
      const known = members.get(key);
      if (known) known.push(device);
      else members.set(key, [device]);
      rows.set(key, group);
    }
    for (const [key, list] of members) this.groups.set(key, list);
    // By character: digits within an id are no number.
    return [...rows.values()].sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
  }

  private groupNames(
    devices: readonly DeviceRowId[],
    grouping: Grouping,
  ): (device: DeviceRowId) => string {
    switch (grouping) {
      case 'prefix': {
        const length = prefixLength(devices.map(({ device }) => device));
        return ({ device }) => device.slice(0, length);
      }
      case 'type':
        return (device) => `type:${this.typeOf(device) ?? ''}`;
      case 'state':
        return (device) => `state:${this.stateOf(device)}`;
    }
  }

  private typeOf(device: DeviceRowId): string | undefined {
    const content = this.shown.store.log(logKey(device))?.messages.at(-1)?.content;
    return content?.kind === 'message' ? content.message.radio.get('deviceTypeId') : undefined;
  }

  private stateOf(device: DeviceRowId): 'silent' | 'undecodable' | 'sending' {
    if (this.sources.watch?.silenceOf(logKey(device))) return 'silent';
    const newest = this.shown.store.log(logKey(device))?.messages.at(-1);
    const isWrong = newest !== undefined && this.shown.decode(newest).problem !== undefined;
    return isWrong ? 'undecodable' : 'sending';
  }

  /** A fixed order, those with a name first and then by id: arrival moves nothing. What is no Sigfox message comes last. */
  private sorted(logs: readonly DeviceLog[]): DeviceRowId[] {
    const { filter, isPaused } = this.sources.view;
    const isEverythingShown = filter === '' && !isPaused;
    return logs
      .filter((log) => isEverythingShown || this.shown.of(log).length > 0)
      .map((log) => ({ log, name: this.shown.nameOf(log) }))
      .sort(byNameThenId)
      .map(({ log }) => ({
        kind: 'device',
        connectionId: log.connectionId,
        device: log.device ?? '',
      }));
  }
}

interface Named {
  readonly log: DeviceLog;
  readonly name: string | undefined;
}

/** Names as people read them; ids by character, since digits within them are no number. */
function byNameThenId(a: Named, b: Named): number {
  if (a.name !== undefined && b.name !== undefined) {
    return compareNames(a.name, b.name) || compareIds(a.log, b.log);
  }
  if (a.name === b.name) return compareIds(a.log, b.log);
  return a.name === undefined ? 1 : -1;
}

function compareIds(a: DeviceLog, b: DeviceLog): number {
  const [one, other] = [a.device ?? '\uffff', b.device ?? '\uffff'];
  if (one === other) return a.key < b.key ? -1 : 1;
  return one < other ? -1 : 1;
}

function keyOf({ connectionId, prefix }: { connectionId: string; prefix: string }): string {
  return `${connectionId}/${prefix}`;
}

/** Ids of one order begin alike: as many characters as make the groups small, and not too many groups. */
function prefixLength(ids: readonly string[]): number {
  const known = ids.filter((id) => id !== '');
  for (let length = 2; length <= 6; length++) {
    const sizes = new Map<string, number>();
    for (const id of known) {
      const prefix = id.slice(0, length);
      sizes.set(prefix, (sizes.get(prefix) ?? 0) + 1);
    }
    if (Math.max(0, ...sizes.values()) <= maxListed || sizes.size > maxListed / 2) return length;
  }
  return 6;
}

function groupLabel(prefix: string): string {
  const [kind, name = ''] = prefix.split(/:(.*)/s);
  if (kind === 'type')
    return name === '' ? l10n.t('No Device Type') : l10n.t('Type {0}', safeLine(name, 40));
  if (kind !== 'state') return `${prefix}…`;
  switch (name) {
    case 'silent':
      return l10n.t('Silent');
    case 'undecodable':
      return l10n.t('Cannot Be Decoded');
    default:
      return l10n.t('Sending');
  }
}
