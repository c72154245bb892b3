import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AwsCredentials } from '../../messages/connection';

/** AWS allows clocks to differ by this much. */
export const maxClockDifferenceMs = 5 * 60_000;

/**
 * Why the signed address of a WebSocket is refused, or undefined when its signature holds: AWS Signature Version 4 in
 * the query, service `iotdevicegateway`, and the session token added behind what was signed, as AWS IoT wants it.
 * Computed here from the specification, so that it is independent of the library the client signs with.
 */
export function signatureProblem(
  requestUrl: string,
  host: string,
  credentials: AwsCredentials,
  region: string,
  nowMs: number,
): string | undefined {
  const url = new URL(requestUrl, `http://${host}`);
  const query = url.searchParams;
  const given = (name: string) => query.get(name) ?? '';
  if (given('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') return 'not signed with AWS4-HMAC-SHA256';
  const date = given('X-Amz-Date');
  const signedAtMs = parseAmzDate(date);
  if (Math.abs(nowMs - signedAtMs) > maxClockDifferenceMs || Number.isNaN(signedAtMs)) {
    return 'Signature expired or not yet current';
  }
  const scope = `${date.slice(0, 8)}/${region}/iotdevicegateway/aws4_request`;
  if (given('X-Amz-Credential') !== `${credentials.accessKeyId}/${scope}`)
    return 'wrong credential scope';
  if (given('X-Amz-SignedHeaders') !== 'host') return 'the host header is not signed';
  if (given('X-Amz-Security-Token') !== (credentials.sessionToken ?? ''))
    return 'wrong security token';
  const canonical = [
    'GET',
    url.pathname,
    canonicalQuery(query),
    `host:${host}\n`,
    'host',
    hash(''),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, hash(canonical)].join('\n');
  const expected = hmac(signingKey(credentials, date.slice(0, 8), region), toSign);
  const signature = Buffer.from(given('X-Amz-Signature'), 'hex');
  const holds = signature.length === expected.length && timingSafeEqual(signature, expected);
  return holds ? undefined : 'the signature does not match';
}

function signingKey(credentials: AwsCredentials, day: string, region: string): Buffer {
  return [day, region, 'iotdevicegateway', 'aws4_request'].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
}

/** Sorted by name; neither the signature itself nor the token, which comes behind it. */
function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature' && name !== 'X-Amz-Security-Token')
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .sort()
    .join('&');
}

function escape(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `20161122T121751Z` */
function parseAmzDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
