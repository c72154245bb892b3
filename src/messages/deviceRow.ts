import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { countMessages } from './countWords';
import type { DecodedMessage } from './decodedMessage';
import { heardAtMs } from './heardAt';
import { type DeviceLog, messageTimeMs, type StoredMessage } from './messageStore';
import { clockTime, relativeTime, type TimeFormat } from './relativeTime';
import type { TreeNode } from './treeNode';
import { silentFor } from './watchWords';

/** A device that said nothing for longer is grey: Sigfox devices report at least once a day as a rule. */
const silentAfterMs = 25 * 60 * 60_000;

export interface DeviceFacts {
  readonly log: DeviceLog;
  readonly name: string | undefined;
  readonly newest:
    { readonly message: StoredMessage; readonly decoded: DecodedMessage } | undefined;
  /** Messages that wait while the device or the view is held. */
  readonly waiting: number;
  readonly nowMs: number;
  readonly format: TimeFormat;
  /** Silent for longer than it ever is, and nobody said that this is of no interest. */
  readonly isSilent: boolean;
  readonly isMuted: boolean;
}

/** `Greenhouse 3   41F2A7   27.91 °C · 94 %   2 min ago` */
export function deviceRow(facts: DeviceFacts): TreeNode {
  const { log, newest } = facts;
  const id = log.device ?? '';
  const label =
    log.device === undefined ? l10n.t('Not Sigfox Messages') : safeLine(facts.name ?? id, 60);
  const says = newest ? valuesOf(newest.decoded) : '';
  const age = newest ? ageOf(newest.message, facts) : '';
  const waiting = facts.waiting > 0 ? `+${facts.waiting}` : '';
  const shownId = facts.name === undefined ? '' : id;
  const isDevice = log.device !== undefined;
  return {
    label,
    description: [shownId, says, age, waiting].filter((part) => part !== '').join('   '),
    icon: iconOf(facts),
    capabilities: isDevice
      ? [
          'copyValue',
          'copyJson',
          'inspectable',
          facts.isMuted ? 'unmutable' : 'mutable',
          'plottable',
          'exportable',
          'configurable',
          'nameable',
        ]
      : ['exportable'],
    collapsible: 'collapsed',
    spoken: [label, says, age].filter((part) => part !== '').join(', '),
    tooltip: () => ({ lines: deviceLines(facts) }),
  };
}

function valuesOf(decoded: DecodedMessage): string {
  if (decoded.problem !== undefined) return decoded.problem;
  return decoded.fields.flatMap(({ short }) => (short === '' ? [] : [short])).join(' · ');
}

/** A body may name any time, 2016 for instance; of a device that was just heard that is a date, and no silence. */
function ageOf(newest: StoredMessage, facts: DeviceFacts): string {
  const { nowMs, format } = facts;
  if (isQuiet(newest, facts)) return silentFor(heardAtMs(newest), nowMs);
  const atMs = messageTimeMs(newest);
  return relativeTime(atMs, nowMs) ?? clockTime(atMs, nowMs, format);
}

function isQuiet(newest: StoredMessage, { isSilent, nowMs }: DeviceFacts): boolean {
  return isSilent || nowMs - heardAtMs(newest) >= silentAfterMs;
}

function iconOf(facts: DeviceFacts): NonNullable<TreeNode['icon']> {
  const { newest } = facts;
  if (!newest || isQuiet(newest.message, facts)) {
    return { name: 'circle-outline', color: 'disabledForeground' };
  }
  return newest.decoded.problem === undefined
    ? { name: 'circle-filled', color: 'charts.green' }
    : { name: 'warning', color: 'list.warningForeground' };
}

function deviceLines({ log, name, newest, format }: DeviceFacts): string[] {
  const lines = [
    name === undefined ? (log.device ?? '') : `${safeLine(name, 60)} (${log.device ?? ''})`,
  ];
  if (newest) {
    lines.push(l10n.t('last message {0}', format.dateTime(messageTimeMs(newest.message))));
    for (const field of newest.decoded.fields) {
      lines.push(`${field.label}: ${field.problem ?? field.exact ?? ''}`);
    }
  }
  lines.push(l10n.t('{0} kept', countMessages(log.messages.length)));
  if (log.evicted > 0) lines.push(l10n.t('{0} older messages are no longer kept', log.evicted));
  if (log.duplicates > 0) lines.push(l10n.t('{0} copies received', log.duplicates));
  return lines;
}
