import * as l10n from '@vscode/l10n';

/** Which device the page is about, and which message it shows; without one it follows the newest. */
export interface DevicePageState {
  readonly connectionId: string;
  readonly device: string;
  readonly receivedAtMs: number | undefined;
  /** In a burst several messages arrive in one millisecond: which of them it is, counted from 0. */
  readonly nth?: number;
}

/** What the page of a device asks of the host. */
export type DevicePageMessage =
  | { readonly kind: 'ready' | 'follow' | 'setConfig' | 'plot' }
  | { readonly kind: 'step'; readonly by: -1 | 1 }
  | { readonly kind: 'show'; readonly message: number }
  | { readonly kind: 'plotField'; readonly field: number };

/** Undefined for anything that is no message of the page. */
export function readDevicePageMessage(value: unknown): DevicePageMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, by, message, field } = value as Readonly<Record<string, unknown>>;
  switch (kind) {
    case 'ready':
    case 'follow':
    case 'setConfig':
    case 'plot':
      return { kind };
    case 'step':
      return by === -1 || by === 1 ? { kind, by } : undefined;
    case 'show':
      return Number.isSafeInteger(message) ? { kind, message: message as number } : undefined;
    case 'plotField':
      return Number.isSafeInteger(field) ? { kind, field: field as number } : undefined;
    default:
      return undefined;
  }
}

/** Undefined for what is no state of such a page: it may come from another version. */
export function readDevicePageState(value: unknown): DevicePageState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { connectionId, device, receivedAtMs, nth } = value as Readonly<Record<string, unknown>>;
  if (typeof connectionId !== 'string' || typeof device !== 'string') return undefined;
  return {
    connectionId: connectionId.slice(0, 500),
    device: device.slice(0, 40),
    receivedAtMs: typeof receivedAtMs === 'number' ? receivedAtMs : undefined,
    ...(typeof nth === 'number' ? { nth } : {}),
  };
}

/** Every fixed word of the page. */
export function devicePageWords() {
  return {
    older: l10n.t('Older'),
    olderHint: l10n.t('Show the message before this one'),
    newer: l10n.t('Newer'),
    newerHint: l10n.t('Show the message after this one'),
    newest: l10n.t('Follow Newest'),
    newestHint: l10n.t('Show each message as it arrives'),
    bits: l10n.t('Bits'),
    bitsHint: l10n.t('Show each byte in binary as well'),
    config: l10n.t('Set Payload Config…'),
    configHint: l10n.t('Say what the bits of this device mean'),
    plot: l10n.t('Plot…'),
    plotHint: l10n.t('Draw a field of this device over time'),
    plotField: l10n.t('Plot'),
    bytesHeading: l10n.t('Bytes'),
    bytesHelp: l10n.t(
      'Bits of the payload. Arrow keys move, the field of the bit lights up in the config and the values.',
    ),
    byte: l10n.t('byte'),
    was: l10n.t('was'),
    absent: l10n.t('did not come'),
    configHeading: l10n.t('Payload Config'),
    valuesHeading: l10n.t('Values'),
    field: l10n.t('Field'),
    value: l10n.t('Value'),
    before: l10n.t('Before'),
    change: l10n.t('Change'),
    place: l10n.t('Type and Place'),
    stripHeading: l10n.t('Sequence'),
    stripHelp: l10n.t(
      'Messages by sequence number, oldest first. Arrow keys move, Enter shows one.',
    ),
  };
}

export type DevicePageWords = ReturnType<typeof devicePageWords>;
