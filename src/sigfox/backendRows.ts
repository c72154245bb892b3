import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { arrowOf, type BackendDevice, type BackendMessage } from './backendApi';
import type { BackendBook } from './backendBook';
import { arrowIcons, arrowWords, deviceTrouble, isSequenceBroken } from './backendWords';
import type { DeviceId } from './device';

/** What can be done with a row of the Sigfox Backend view. */
export const backendCapabilities = ['backendDevice', 'backendFailed'] as const;

/** One row of the Sigfox Backend view, as plain data. */
export interface BackendRow {
  /** Stays the same over refreshes. */
  readonly id: string;
  readonly kind: 'state' | 'type' | 'device' | 'message';
  /** The device type's id, or the device's. */
  readonly subject: string;
  readonly label: string;
  readonly description: string;
  readonly icon: { readonly name: string; readonly color?: string } | undefined;
  readonly capabilities: readonly (typeof backendCapabilities)[number][];
  readonly collapsible: 'no' | 'collapsed' | 'expanded';
  readonly tooltip: string;
}

export interface BackendFormat {
  dateTime(atMs: number): string;
}

/** Device types, and before them what stands in the way. Nothing at all while nobody is signed in. */
export function backendRoots(book: BackendBook): readonly BackendRow[] {
  const { state } = book;
  const types = [...book.deviceTypes].sort((a, b) => collator.compare(a.name, b.name));
  const rows = types.map(({ id, name, payloadConfig }): BackendRow => {
    const count = devicesOf(book, id).length;
    const devices = count === 1 ? l10n.t('1 device') : l10n.t('{0} devices', count);
    const config = safeLine(payloadConfig ?? '', 80);
    return {
      id: `type:${id}`,
      kind: 'type',
      subject: id,
      label: safeLine(name, 60),
      description: [devices, config].filter((part) => part !== '').join('   '),
      icon: { name: 'symbol-class' },
      capabilities: [],
      collapsible: count === 0 ? 'no' : 'expanded',
      tooltip: [safeLine(name, 60), devices, config].filter((part) => part !== '').join('\n'),
    };
  });
  const orphans = devicesOf(book, undefined);
  if (state.kind === 'failed')
    return [stateRow('warning', state.reason, ['backendFailed']), ...rows];
  if (state.kind === 'looking') return [stateRow('loading~spin', l10n.t('Asking Sigfox'), [])];
  if (state.kind === 'known' && rows.length === 0 && orphans.length === 0) {
    return [stateRow('info', l10n.t('This API user sees no device type and no device.'), [])];
  }
  return [...rows, ...orphans.map(deviceRow)];
}

export function backendChildren(
  book: BackendBook,
  row: BackendRow,
  format: BackendFormat,
): readonly BackendRow[] {
  if (row.kind === 'type') return devicesOf(book, row.subject).map(deviceRow);
  if (row.kind !== 'device') return [];
  const messages = book.messagesOf(row.subject);
  if (!messages) return [stateRow('loading~spin', l10n.t('Asking Sigfox'), [], row.subject)];
  if (messages.length === 0) {
    return [stateRow('info', l10n.t('No message in the last 24 hours.'), [], row.subject)];
  }
  return messages.map((message) => messageRow(message, format));
}

function devicesOf(book: BackendBook, typeId: string | undefined): BackendDevice[] {
  const types = new Set(book.deviceTypes.map(({ id }) => id));
  const isIn = ({ deviceTypeId = '' }: BackendDevice) =>
    typeId === undefined ? !types.has(deviceTypeId) : deviceTypeId === typeId;
  return [...book.devices]
    .filter(isIn)
    .sort((a, b) => collator.compare(a.name, b.name) || collator.compare(a.id, b.id));
}

function deviceRow(device: BackendDevice): BackendRow {
  const trouble = isSequenceBroken(device)
    ? l10n.t('its messages are thrown away: sequence broken')
    : deviceTrouble(device);
  const label = safeLine(device.name, 60);
  const description = [label === device.id ? '' : device.id, trouble ?? '']
    .filter((part) => part !== '')
    .join('   ');
  return {
    id: `device:${device.id}`,
    kind: 'device',
    subject: device.id,
    label,
    description,
    icon:
      trouble === undefined
        ? { name: 'radio-tower' }
        : { name: 'warning', color: 'list.warningForeground' },
    capabilities: ['backendDevice'],
    collapsible: 'collapsed',
    tooltip: `${label}\n${description}`,
  };
}

function messageRow(message: BackendMessage, format: BackendFormat): BackendRow {
  const words = arrowWords(message);
  const number = message.seqNumber === undefined ? '' : `#${message.seqNumber}`;
  const label = format.dateTime(message.timeMs);
  return {
    id: `message:${message.device}:${message.timeMs}:${number}`,
    kind: 'message',
    subject: message.device,
    label,
    description: [number, message.data, words].filter((part) => part !== '').join('   '),
    icon: arrowIcons[arrowOf(message)],
    capabilities: [],
    collapsible: 'no',
    tooltip: [
      `${label} (${new Date(message.timeMs).toISOString()})`,
      ...message.callbacks.map(
        ({ status, info, definition }) =>
          `${safeLine(definition, 60)}: ${status} ${safeLine(info, 200)}`,
      ),
    ].join('\n'),
  };
}

function stateRow(
  icon: string,
  text: string,
  rowCapabilities: BackendRow['capabilities'],
  subject = '',
): BackendRow {
  return {
    id: `state:${subject}`,
    kind: 'state',
    subject,
    label: '',
    description: safeLine(text, 200),
    icon: { name: icon },
    capabilities: rowCapabilities,
    collapsible: 'no',
    tooltip: safeLine(text, 400),
  };
}

/** The device a row is about. */
export function deviceOfRow(book: BackendBook, row: BackendRow | undefined): DeviceId | undefined {
  return row?.kind === 'device' ? book.device(row.subject)?.id : undefined;
}

/** Numbers in names by value: "Tank 9" before "Tank 12". */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
