import { type DeviceId, parseDeviceId } from '../sigfox/device';
import { parseHex } from '../sigfox/hex';

/** What a line of a modem's conversation says. */
export type ModemLine =
  | {
      readonly kind: 'send';
      readonly payload: Uint8Array;
      readonly wantsDownlink: boolean;
    }
  /** A send command the modem will refuse, or that loses bytes. */
  | { readonly kind: 'badSend'; readonly problem: 'odd' | 'tooLong' | 'empty' | 'notHex' }
  | { readonly kind: 'sendBit'; readonly bit: boolean }
  | { readonly kind: 'command' }
  | { readonly kind: 'ok' }
  /** The sketch says that it sent something; it may not have read the modem's answer. */
  | { readonly kind: 'claim' }
  | { readonly kind: 'error' }
  | { readonly kind: 'downlink'; readonly payload: Uint8Array }
  | { readonly kind: 'device'; readonly device: DeviceId };

/** At most this many bytes are in an uplink. */
const maxPayloadBytes = 12;

/**
 * Recognises AT commands and replies of Sigfox modems (Telit LE51, Wisol SFM10, Telecom Design TD1207; the AT sets of
 * their manuals), also where a sketch prints them behind words of its own. Undefined for any other line.
 */
export function readModemLine(line: string): ModemLine | undefined {
  // Cheap first: most lines of a busy port are none of these.
  if (line.length > 200) return undefined;
  const text = line.trim();
  const command = /\bAT(?:$|[$/&?+SI])/.test(text)
    ? /(?:^|[\s>:"'])(AT\S*.*)$/.exec(text)?.[1]
    : undefined;
  if (command !== undefined) return readCommand(command);
  return readReply(text);
}

function readCommand(command: string): ModemLine {
  const send = /^AT\$S[FS]=(.*?)(?:,([01]))?["']?$/i.exec(command);
  if (send) return readSend(send[1] ?? '', send[2] === '1');
  const bit = /^AT\$SB=([01])\b/i.exec(command);
  if (bit) return { kind: 'sendBit', bit: bit[1] === '1' };
  return { kind: 'command' };
}

function readSend(digits: string, wantsDownlink: boolean): ModemLine {
  // Telecom Design's modems take blanks between the bytes.
  const hex = digits.replace(/\s+/g, '');
  if (hex === '') return { kind: 'badSend', problem: 'empty' };
  if (!/^[0-9a-f]+$/i.test(hex)) return { kind: 'badSend', problem: 'notHex' };
  if (hex.length % 2 === 1) return { kind: 'badSend', problem: 'odd' };
  const read = parseHex(hex);
  if (read.kind === 'invalid') return { kind: 'badSend', problem: 'notHex' };
  if (read.payload.length > maxPayloadBytes) return { kind: 'badSend', problem: 'tooLong' };
  return { kind: 'send', payload: read.payload, wantsDownlink };
}

function readReply(text: string): ModemLine | undefined {
  if (/(?:^|: ?)OK$/i.test(text)) return { kind: 'ok' };
  if (/\bmessage sent\b/i.test(text)) return { kind: 'claim' };
  if (/^(?:ERROR|ERR)\b/i.test(text)) return { kind: 'error' };
  // Wisol writes `RX=01 23 …`, Telit `+RX=…`; eight bytes come down.
  const downlink = /^\+?RX=((?:[0-9a-f]{2}\s*){8})$/i.exec(text);
  if (downlink) {
    const read = parseHex((downlink[1] ?? '').replace(/\s+/g, ''));
    return read.kind === 'payload' ? { kind: 'downlink', payload: read.payload } : undefined;
  }
  const named = /\b(?:device(?:\s+id)?|sigfox\s+id|id)\s*[:=]\s*([0-9a-f]{4,8})\b/i.exec(text);
  // A bare number of eight digits is how Telit and Wisol answer the question for the id.
  const bare = /^[0-9A-F]{8}$/.exec(text);
  const id = parseDeviceId(named?.[1] ?? bare?.[0] ?? '');
  return id.kind === 'device' ? { kind: 'device', device: id.device } : undefined;
}
