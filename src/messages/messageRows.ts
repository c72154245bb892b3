import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { formatHex } from '../sigfox/hex';
import { formatNotSeen, notSeenCause } from '../sigfox/sequence';
import { drawBytes } from './bytesPicture';
import type { DecodedMessage, ShownField } from './decodedMessage';
import type { LostMessage } from './lostMessages';
import { messageTimeMs, type StoredMessage } from './messageStore';
import { clockTime, type TimeFormat } from './relativeTime';
import type { TreeNode } from './treeNode';

/** `14:02:11   temp 27.907171  humidity 94   #77` */
export function messageRow(
  message: StoredMessage,
  decoded: DecodedMessage,
  nowMs: number,
  format: TimeFormat,
): TreeNode {
  const time = clockTime(messageTimeMs(message), nowMs, format);
  const values = decoded.fields.flatMap(({ name, exact, value }) =>
    exact === undefined ? [] : [`${safeLine(name, 30)} ${value === undefined ? '' : exact}`],
  );
  const description = safeLine(
    [decoded.problem, ...values, noteOf(message), numberOf(message)].filter(Boolean).join('  '),
    200,
  );
  const { content } = message;
  const payload = content.kind === 'message' ? content.message.payload : undefined;
  return {
    label: time,
    description,
    ...(decoded.problem === undefined ? {} : { icon: warningIcon }),
    capabilities: [
      'openable',
      'inspectable',
      'copyValue',
      'copyJson',
      ...(payload ? (['copyHex'] as const) : []),
    ],
    collapsible: content.kind === 'message' ? 'collapsed' : 'no',
    spoken: `${time}, ${description}`,
    tooltip: () => ({
      lines: messageLines(message, decoded, format),
      ...(payload ? { picture: drawBytes(payload, decoded.fields) } : {}),
    }),
  };
}

/** The row with what else is known of where the message came from; as it is when nothing is. */
export function withOrigin(row: TreeNode, origin: string | undefined): TreeNode {
  if (origin === undefined) return row;
  const said = safeLine(origin);
  const { tooltip } = row;
  return {
    ...row,
    description: `${row.description}   ${said}`,
    spoken: `${row.spoken}, ${said}`,
    tooltip: () => {
      const shown = tooltip?.() ?? { lines: [] };
      return { ...shown, lines: [...shown.lines, said] };
    },
  };
}

/** `temp   27.907171 °C   float:32 · bytes 0–3` */
export function fieldRow(field: ShownField): TreeNode {
  const value = field.problem ?? field.exact ?? '';
  return {
    label: field.label,
    description: `${value}   ${field.origin}`,
    ...(field.problem === undefined ? {} : { icon: warningIcon }),
    capabilities: field.value === undefined ? [] : ['copyValue', 'plottable'],
    collapsible: 'no',
    spoken: `${field.label}: ${value}`,
    tooltip: () => ({ lines: [`${field.label}: ${value}`, field.origin] }),
  };
}

/** `2 messages not seen (#74–#75)` */
export function gapRow(event: {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}): TreeNode {
  const numbers = formatNotSeen(event);
  const label =
    event.count === 1
      ? l10n.t('1 message not seen ({0})', numbers)
      : l10n.t('{0} messages not seen ({1})', event.count, numbers);
  return {
    label: '',
    description: label,
    icon: { name: 'dash', color: 'disabledForeground' },
    capabilities: [],
    collapsible: 'no',
    spoken: label,
    tooltip: () => ({ lines: [label, notSeenCause(event.count)] }),
  };
}

/** `14:02:11   #74 lost: The callback was answered with 403: …` */
export function lostRow(lost: LostMessage, nowMs: number, format: TimeFormat): TreeNode {
  const time = clockTime(lost.timeMs, nowMs, format);
  const reason = safeLine(lost.reason, 200);
  const description =
    lost.seqNumber === undefined
      ? l10n.t('lost: {0}', reason)
      : l10n.t('#{0} lost: {1}', lost.seqNumber, reason);
  return {
    label: time,
    description,
    icon: { name: 'error', color: 'list.errorForeground' },
    capabilities: ['copyValue'],
    collapsible: 'no',
    spoken: `${time}, ${description}`,
    tooltip: () => ({
      lines: [
        `${format.dateTime(lost.timeMs)} (${new Date(lost.timeMs).toISOString()})`,
        description,
        lost.data,
      ],
    }),
  };
}

export function radioRow(radio: ReadonlyMap<string, string>): TreeNode {
  const rssi = radio.get('rssi');
  const station = radio.get('station');
  const words = [
    rssi === undefined ? undefined : `${safeLine(rssi, 12)} dBm`,
    station === undefined ? undefined : l10n.t('station {0}', safeLine(station, 12)),
    radio.get('lqi'),
  ];
  const description = safeLine(words.filter(Boolean).join(' · '));
  const label = l10n.t('Radio');
  return {
    label,
    description,
    capabilities: [],
    collapsible: 'collapsed',
    spoken: `${label}: ${description}`,
  };
}

export function radioFieldRow(name: string, value: string): TreeNode {
  const text = safeLine(value);
  return {
    label: safeLine(name, 40),
    description: text,
    capabilities: ['copyValue'],
    collapsible: 'no',
    spoken: `${name}: ${text}`,
  };
}

/** The payload, or the beginning of the body where it has none. */
export function rawRow(message: StoredMessage): TreeNode {
  const { content, received } = message;
  const payload = content.kind === 'message' ? content.message.payload : undefined;
  const label = payload ? l10n.t('Raw') : l10n.t('Body');
  const text = payload
    ? formatHex(payload)
    : safeLine(new TextDecoder().decode(received.body.subarray(0, 400)));
  return {
    label,
    description: safeLine(text),
    capabilities: payload
      ? ['copyValue', 'copyHex', 'openable', 'inspectable']
      : ['copyValue', 'openable'],
    collapsible: 'no',
    spoken: `${label}: ${text}`,
  };
}

const warningIcon = { name: 'warning', color: 'list.warningForeground' } as const;

/** What the sequence number says beside a gap, which has a row of its own. */
function noteOf({ sequence }: StoredMessage): string | undefined {
  switch (sequence?.kind) {
    case 'duplicate':
      return l10n.t('· again');
    case 'late':
      return l10n.t('· late');
    case 'restarted':
      return l10n.t('· restarted');
    case 'first':
    case 'next':
    case 'notSeen':
    case undefined:
      return undefined;
  }
}

function numberOf({ content }: StoredMessage): string {
  const seqNumber = content.kind === 'message' ? content.message.seqNumber : undefined;
  return seqNumber === undefined ? '' : ` #${seqNumber}`;
}

function messageLines(
  message: StoredMessage,
  decoded: DecodedMessage,
  format: TimeFormat,
): string[] {
  const atMs = messageTimeMs(message);
  const lines = [`${format.dateTime(atMs)} (${new Date(atMs).toISOString()})`];
  if (decoded.problem !== undefined) lines.push(decoded.problem);
  for (const field of decoded.fields) {
    lines.push(`${field.label}: ${field.problem ?? field.exact ?? ''} — ${field.origin}`);
  }
  lines.push(l10n.t('topic {0}', safeLine(message.received.topic)));
  return lines;
}
