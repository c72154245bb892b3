import * as l10n from '@vscode/l10n';
import { isRecord } from '../sigfox/bodyScalars';
import type { PayloadSettings } from '../sigfox/fieldDisplay';
import { parseJson } from '../sigfox/jsonDepth';
import { maxBodyBytes } from '../sigfox/uplinkMessage';
import type { ReceivedMessage } from './messageSource';
import { readDisplay } from './payloadSettingsBook';

/** What another person needs to see the messages of a capture as they were seen here. */
export interface CapturedDevice {
  readonly device: string;
  readonly name?: string;
  readonly settings?: PayloadSettings;
}

export interface Capture {
  readonly devices: readonly CapturedDevice[];
  /** In the order they arrived. */
  readonly messages: readonly ReceivedMessage[];
  /** Lines that could not be read, each with its number. */
  readonly problems: readonly string[];
}

const version = 1;

/** The first lines of a capture: what it is, and what is known of the devices in it. */
export function captureHeader(devices: readonly CapturedDevice[]): string {
  const lines = devices.map(({ device, name, settings }) => ({ device, name, ...settings }));
  return [{ sigfoxCapture: version }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** One message as a line: the body as text where it is UTF-8, else in base64, so that every byte comes back. */
export function captureLine({ topic, body, receivedAtMs }: ReceivedMessage): string {
  const text = utf8(body);
  const at = new Date(receivedAtMs).toISOString();
  const content =
    text === undefined ? { base64: Buffer.from(body).toString('base64') } : { body: text };
  return `${JSON.stringify({ at, topic, ...content })}\n`;
}

/** Reads a capture from anywhere: what is no line of one is left out and told. Gives a reason when nothing is. */
export function parseCapture(text: string): Capture | { readonly reason: string } {
  const devices: CapturedDevice[] = [];
  const messages: ReceivedMessage[] = [];
  const problems: string[] = [];
  text.split('\n').forEach((line, at) => {
    if (line.trim() === '') return;
    const read = readLine(line);
    if ('topic' in read) messages.push(read);
    else if ('device' in read) devices.push(read);
    else if (read.problem !== undefined)
      problems.push(l10n.t('Line {0}: {1}', at + 1, read.problem));
  });
  if (messages.length > 0) return { devices, messages, problems };
  return { reason: problems[0] ?? l10n.t('The file holds no message.') };
}

function readLine(
  line: string,
): ReceivedMessage | CapturedDevice | { readonly problem: string | undefined } {
  const json = parseJson(line);
  if (!isRecord(json)) return { problem: l10n.t('this is no JSON object.') };
  if ('sigfoxCapture' in json) {
    const isKnown = json['sigfoxCapture'] === version;
    return { problem: isKnown ? undefined : l10n.t('the capture is of a version not known here.') };
  }
  if (typeof json['topic'] === 'string') return readMessage(json, json['topic']);
  const { device, name, config, display } = json;
  if (typeof device !== 'string') return { problem: l10n.t('this is no message of a capture.') };
  return {
    device,
    ...(typeof name === 'string' ? { name: name.slice(0, 60) } : {}),
    ...(typeof config === 'string' ? { settings: { config, display: readDisplay(display) } } : {}),
  };
}

/** Lines of an export have the body in base64 under the name of the text. */
function readMessage(
  { at, receivedAt, body, base64 }: Readonly<Record<string, unknown>>,
  topic: string,
): ReceivedMessage | { readonly problem: string } {
  const receivedAtMs = Date.parse(String(at ?? receivedAt));
  if (Number.isNaN(receivedAtMs)) return { problem: l10n.t('"{0}" is no time.', 'at') };
  const isExport = typeof receivedAt === 'string';
  const bytes =
    typeof base64 === 'string' || (isExport && typeof body === 'string')
      ? new Uint8Array(Buffer.from(String(base64 ?? body), 'base64'))
      : typeof body === 'string'
        ? new TextEncoder().encode(body)
        : undefined;
  if (!bytes) return { problem: l10n.t('"{0}" is missing.', 'body') };
  if (bytes.length > 2 * maxBodyBytes) return { problem: l10n.t('the body is too large.') };
  return { topic, body: bytes, receivedAtMs, isRepeated: false };
}

function utf8(body: Uint8Array): string | undefined {
  try {
    // The byte order mark is kept: a capture gives back what came.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
