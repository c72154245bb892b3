import type {
  BackendCallback,
  BackendDevice,
  BackendDeviceType,
  BackendMessage,
  CallbackStatus,
  CommunicationState,
  DeviceState,
  DeviceToken,
} from './backendApi';
import { parseDeviceId } from './device';
import { parseHex } from './hex';

/** One page of a list: entries that could not be read are left out and counted. */
export interface Page<T> {
  readonly entries: readonly T[];
  readonly unreadable: number;
  /** Address of the next page, as the backend wrote it. */
  readonly next: string | undefined;
}

/** Reads `{"data": […], "paging": {"next": …}}`; undefined for anything else. */
export function readPage<T>(
  answer: unknown,
  readEntry: (entry: unknown) => T | undefined,
): Page<T> | undefined {
  if (!isRecord(answer) || !Array.isArray(answer['data'])) return undefined;
  const read = (answer['data'] as readonly unknown[]).map(readEntry);
  const entries = read.flatMap((entry) => (entry === undefined ? [] : [entry]));
  const paging = answer['paging'];
  const next = isRecord(paging) ? text(paging['next']) : undefined;
  return {
    entries,
    unreadable: read.length - entries.length,
    next: next === '' ? undefined : next,
  };
}

export function readDeviceType(entry: unknown): BackendDeviceType | undefined {
  if (!isRecord(entry)) return undefined;
  const id = text(entry['id']);
  if (id === undefined) return undefined;
  const payloadConfig = text(entry['payloadConfig']);
  return {
    id,
    name: text(entry['name']) ?? id,
    ...(payloadConfig === undefined ? {} : { payloadConfig }),
  };
}

export function readDevice(entry: unknown): BackendDevice | undefined {
  if (!isRecord(entry)) return undefined;
  const id = parseDeviceId(text(entry['id']) ?? '');
  if (id.kind === 'invalid') return undefined;
  const type = entry['deviceType'];
  return {
    id: id.device,
    name: text(entry['name']) ?? id.device,
    state: deviceStates[number(entry['state']) ?? -1] ?? 'unknown',
    communication: communicationStates[number(entry['comState']) ?? -1] ?? 'unknown',
    ...optional('deviceTypeId', isRecord(type) ? text(type['id']) : undefined),
    ...optional('lastSeenMs', number(entry['lastCom'])),
    ...optional('sequenceNumber', number(entry['sequenceNumber'])),
    ...optional('trashSequenceNumber', number(entry['trashSequenceNumber'])),
    ...optional('token', readToken(entry['token'])),
  };
}

/** `time` is in milliseconds here, though it is in seconds in callbacks. */
export function readMessage(entry: unknown): BackendMessage | undefined {
  if (!isRecord(entry) || !isRecord(entry['device'])) return undefined;
  const device = parseDeviceId(text(entry['device']['id']) ?? '');
  const timeMs = number(entry['time']);
  const data = text(entry['data']) ?? '';
  if (device.kind === 'invalid' || timeMs === undefined) return undefined;
  if (parseHex(data).kind === 'invalid') return undefined;
  return {
    device: device.device,
    timeMs,
    data: data.toLowerCase(),
    callbacks: readCallbackStatuses(entry['rinfos']),
    ...optional('seqNumber', number(entry['seqNumber'])),
  };
}

export function readCallback(entry: unknown): BackendCallback | undefined {
  if (!isRecord(entry)) return undefined;
  const id = text(entry['id']);
  if (id === undefined) return undefined;
  return {
    id,
    channel: text(entry['channel']) ?? 'unknown',
    isEnabled: entry['enabled'] !== false,
    isDead: entry['dead'] === true,
  };
}

// Numbers of the API's description of a device.
const deviceStates: readonly DeviceState[] = [
  'ok',
  'dead',
  'offContract',
  'disabled',
  'warn',
  'deleted',
  'suspended',
  'notActivable',
];
const communicationStates: readonly CommunicationState[] = [
  'no',
  'ok',
  'warn',
  'ko',
  'na',
  'notSeen',
];
const tokenStates = ['ok', 'offContract', 'na', 'invalid'] as const;

function readToken(entry: unknown): DeviceToken | undefined {
  if (!isRecord(entry)) return undefined;
  return {
    state: tokenStates[number(entry['state']) ?? -1] ?? 'unknown',
    detail: text(entry['detailMessage']) ?? '',
    ...optional('endMs', number(entry['end'])),
    ...optional('freeMessages', number(entry['freeMessages'])),
  };
}

/** Every base station repeats the statuses, so that one callback of a message comes several times. */
function readCallbackStatuses(rinfos: unknown): readonly CallbackStatus[] {
  if (!Array.isArray(rinfos)) return [];
  const byDefinition = new Map<string, CallbackStatus>();
  for (const rinfo of rinfos as readonly unknown[]) {
    const statuses = isRecord(rinfo) ? rinfo['cbStatus'] : undefined;
    if (!Array.isArray(statuses)) continue;
    for (const entry of statuses as readonly unknown[]) {
      const status = readCallbackStatus(entry);
      if (status)
        byDefinition.set(status.definition, newer(byDefinition.get(status.definition), status));
    }
  }
  return [...byDefinition.values()];
}

function newer(known: CallbackStatus | undefined, other: CallbackStatus): CallbackStatus {
  return known && (known.timeMs ?? 0) > (other.timeMs ?? 0) ? known : other;
}

function readCallbackStatus(entry: unknown): CallbackStatus | undefined {
  if (!isRecord(entry)) return undefined;
  const status = number(entry['status']);
  if (status === undefined) return undefined;
  return {
    status,
    info: text(entry['info']) ?? '',
    definition: text(entry['cbDef']) ?? '',
    ...optional('timeMs', number(entry['time'])),
  };
}

function optional<Key extends string, T>(
  key: Key,
  value: T | undefined,
): Partial<Readonly<Record<Key, T>>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<Key, T>>);
}

/** Live answers have numbers as text here and there. */
function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
