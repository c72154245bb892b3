import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { type DeviceId, parseDeviceId } from './device';
import { formatHex, parseHex } from './hex';
import { jsonProblem } from './jsonDepth';
import type { FieldValue } from './payloadCodec';
import { encodePayload } from './payloadEncoder';
import type { PayloadConfig } from './payloadGrammar';

/** A downlink carries exactly this many bytes. */
export const downlinkBytes = 8;

/**
 * What a server answered to a BIDIR callback for one device. The AWS IoT callback has no answer: it publishes and is
 * done, so a downlink needs a second callback of the kind URL.
 */
export type DownlinkAnswer =
  | { readonly kind: 'payload'; readonly payload: Uint8Array }
  /** The server has nothing to send. */
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Reads the JSON of an answer: `{"1D743":{"downlinkData":"0102030405060708"}}` or `{"1D743":{"noData":true}}`. */
export function readDownlinkAnswer(body: string, device: DeviceId): DownlinkAnswer {
  const problem = jsonProblem(body);
  if (problem !== undefined) return invalid(l10n.t('The answer is not JSON: {0}', problem));
  const answer: unknown = JSON.parse(body);
  if (!isRecord(answer)) return invalid(l10n.t('The answer is not an object with a device id.'));
  const named = Object.entries(answer).find(([id]) => isSameDevice(id, device));
  if (!named) return invalid(l10n.t('The answer does not name the device "{0}".', device));
  const entry = named[1];
  if (!isRecord(entry)) return invalid(l10n.t('The answer says nothing about "{0}".', device));
  if (entry['noData'] === true) return { kind: 'none' };
  const data = entry['downlinkData'];
  if (typeof data !== 'string') return invalid(l10n.t('The answer has no "downlinkData".'));
  return readDownlinkData(data);
}

/** Reads the 16 hexadecimal digits of a downlink. */
export function readDownlinkData(digits: string): DownlinkAnswer {
  const read = parseHex(digits.trim());
  if (read.kind === 'invalid') return invalid(read.reason);
  if (read.payload.length === downlinkBytes) return read;
  return invalid(
    l10n.t(
      'A downlink has exactly {0} bytes; "{1}" has {2}.',
      downlinkBytes,
      safeLine(digits, 40),
      read.payload.length,
    ),
  );
}

/** Builds an answer from fields. A config of fewer bytes is filled up with zeros: the radio sends eight in any case. */
export function buildDownlinkAnswer(
  device: DeviceId,
  config: PayloadConfig,
  values: ReadonlyMap<string, FieldValue>,
):
  | { readonly kind: 'answer'; readonly body: string; readonly filledBytes: number }
  | { readonly kind: 'invalid'; readonly reason: string } {
  const broken = config.problems.find(({ severity }) => severity === 'error');
  if (broken) return invalid(broken.message);
  const encoded = encodePayload(config, values);
  if (encoded.kind === 'invalid') return invalid(encoded.problems[0]?.message ?? '');
  const { payload } = encoded;
  if (payload.length > downlinkBytes) {
    return invalid(
      l10n.t(
        'The fields take {0} bytes; a downlink has exactly {1}.',
        payload.length,
        downlinkBytes,
      ),
    );
  }
  const filled = new Uint8Array(downlinkBytes);
  filled.set(payload);
  return {
    kind: 'answer',
    body: JSON.stringify({ [device]: { downlinkData: formatHex(filled) } }),
    filledBytes: downlinkBytes - payload.length,
  };
}

function isSameDevice(text: string, device: DeviceId): boolean {
  const read = parseDeviceId(text);
  return read.kind === 'device' && read.device === device;
}

function invalid(reason: string): { readonly kind: 'invalid'; readonly reason: string } {
  return { kind: 'invalid', reason };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
