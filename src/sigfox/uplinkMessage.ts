import * as l10n from '@vscode/l10n';
import { type BodyScalar, collectScalars, isRecord } from './bodyScalars';
import { type DeviceId, parseDeviceId } from './device';
import { parseHex } from './hex';
import { parseJson } from './jsonDepth';

/** What one message on the topic says, whatever the shape of its body. */
export interface UplinkMessage {
  readonly kind: 'data' | 'status' | 'acknowledge' | 'geolocation' | 'error';
  readonly device: DeviceId;
  /** When Sigfox received it, in milliseconds since the Unix epoch. */
  readonly timeMs: number | undefined;
  /** The bytes the device sent, where the body has them. */
  readonly payload: Uint8Array | undefined;
  readonly seqNumber: number | undefined;
  /** Scalars of the body that are no variables of Sigfox: the custom data, as the backend wrote it. */
  readonly bodyFields: ReadonlyMap<string, BodyScalar>;
  /** Station, signal and location under the names of the backend's variables. */
  readonly radio: ReadonlyMap<string, string>;
}

/** AWS IoT Core takes at most this much in one message. */
export const maxBodyBytes = 128 * 1024;

/** Reads a message body; never throws. The caller keeps the bytes, so nothing is lost when there is a reason. */
export function readUplinkMessage(
  body: Uint8Array,
):
  | { readonly kind: 'message'; readonly message: UplinkMessage }
  | { readonly kind: 'unreadable'; readonly reason: string } {
  if (body.length > maxBodyBytes) return unreadable(l10n.t('The body is larger than 128 KB.'));
  if (body.length === 0) return unreadable(l10n.t('The body is empty.'));
  const text = decodeUtf8(body);
  if (text === undefined) return unreadable(l10n.t('The body is not UTF-8 text.'));
  const json = parseJson(text);
  if (json === undefined) return unreadable(l10n.t('The body is not JSON.'));
  if (!isRecord(json)) return unreadable(l10n.t('The body is JSON, but not an object.'));
  return readScalars(collectScalars(json));
}

function readScalars(
  scalars: ReadonlyMap<string, BodyScalar>,
): ReturnType<typeof readUplinkMessage> {
  const taken: string[] = [];
  const deviceText = take(scalars, deviceKeys, taken);
  if (deviceText === undefined) return unreadable(l10n.t('The body names no device.'));
  const device = parseDeviceId(String(deviceText));
  if (device.kind === 'invalid') return unreadable(device.reason);
  const kind = messageKind(scalars);
  const timeMs = readTime(take(scalars, timeKeys, taken));
  const payload = takePayload(scalars, taken);
  const seqNumber = readSeqNumber(take(scalars, seqNumberKeys, taken));
  const { bodyFields, radio } = sortRest(scalars, taken);
  return {
    kind: 'message',
    message: { kind, device: device.device, timeMs, payload, seqNumber, bodyFields, radio },
  };
}

/** Most bodies leave nothing, and tens of thousands of messages are kept: they share one empty map. */
function sortRest(scalars: ReadonlyMap<string, BodyScalar>, taken: readonly string[]): Rest {
  if (scalars.size === taken.length) return nothing;
  const radio = new Map<string, string>();
  const bodyFields = new Map<string, BodyScalar>();
  for (const [name, value] of scalars) {
    if (taken.includes(name)) continue;
    if (radioNames.has(name)) radio.set(name, String(value));
    else bodyFields.set(name, value);
  }
  return { bodyFields, radio };
}

type Rest = Pick<UplinkMessage, 'bodyFields' | 'radio'>;
const nothing: Rest = { bodyFields: new Map(), radio: new Map() };

// Spellings seen on topics, compared without regard to case; the first that is there counts.
const deviceKeys = ['device', 'deviceId', 'device_id', 'id'];
const timeKeys = ['time', 'timestamp'];
const payloadKeys = ['data', 'payload', 'rawData'];
const seqNumberKeys = ['seqNumber', 'sequenceNumber', 'seq'];

const radioNames: ReadonlySet<string> = new Set([
  'station',
  'rssi',
  'snr',
  'avgSnr',
  'lqi',
  'linkQuality',
  'lat',
  'lng',
  'fixedLat',
  'fixedLng',
  'operatorName',
  'countryCode',
  'duplicate',
  'duplicates',
  'computedLocation',
  'radius',
  'geolocSource',
  'ack',
  'longPolling',
  'deviceTypeId',
]);

function unreadable(reason: string): { readonly kind: 'unreadable'; readonly reason: string } {
  return { kind: 'unreadable', reason };
}

function decodeUtf8(body: Uint8Array): string | undefined {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}

/** Making one costs more than reading a body with it. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Gives the first of the keys that is there, and notes that it is taken. */
function take(
  scalars: ReadonlyMap<string, BodyScalar>,
  keys: readonly string[],
  taken: string[],
): BodyScalar | undefined {
  for (const key of keys) {
    const name = spelling(scalars, key);
    if (name === undefined) continue;
    taken.push(name);
    return scalars.get(name);
  }
  return undefined;
}

/** How the key is written in this body; the usual way is looked for first. */
function spelling(scalars: ReadonlyMap<string, BodyScalar>, key: string): string | undefined {
  if (scalars.has(key)) return key;
  for (const name of scalars.keys()) {
    if (name.length === key.length && name.toLowerCase() === key.toLowerCase()) return name;
  }
  return undefined;
}

/** A payload that is no hexadecimal stays among the body's fields. */
function takePayload(
  scalars: ReadonlyMap<string, BodyScalar>,
  taken: string[],
): Uint8Array | undefined {
  for (const key of payloadKeys) {
    const name = spelling(scalars, key);
    if (name === undefined) continue;
    const hex = parseHex(String(scalars.get(name)).trim());
    if (hex.kind === 'invalid') continue;
    taken.push(name);
    return hex.payload;
  }
  return undefined;
}

/** Seconds (callbacks), milliseconds (REST, rules) or ISO text (rules that rewrite it). */
function readTime(value: BodyScalar | undefined): number | undefined {
  if (value === undefined || typeof value === 'boolean') return undefined;
  const text = String(value).trim();
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  // Seconds have ten digits until the year 2286, milliseconds thirteen since 2001.
  const timeMs = Number.isNaN(number)
    ? /^\d{4}-\d\d-\d\dT/.test(text)
      ? Date.parse(text)
      : Number.NaN
    : number < 1e11
      ? number * 1_000
      : number;
  // The largest time a Date can hold (ECMA-262 §21.4.1.1).
  return Number.isFinite(timeMs) && Math.abs(timeMs) <= 8.64e15 ? timeMs : undefined;
}

function readSeqNumber(value: BodyScalar | undefined): number | undefined {
  const text = String(value ?? '').trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Told by the variables that only one callback has. */
function messageKind(scalars: ReadonlyMap<string, BodyScalar>): UplinkMessage['kind'] {
  const hasPayload = payloadKeys.some((key) => scalars.has(key));
  if (scalars.has('infoCode')) return 'acknowledge';
  if (scalars.has('severity')) return 'error';
  if (!hasPayload && scalars.has('batt') && scalars.has('temp')) return 'status';
  if (!hasPayload && scalars.has('geolocSource')) return 'geolocation';
  return 'data';
}
