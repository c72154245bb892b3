import type { IncomingMessage } from 'node:http';
import { hostModules } from '../../shared/io/hostModules';

export interface HostRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A longer answer is cut off and rejects. */
  readonly maxBytes: number;
}

export interface HostAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** The answer went on beyond the limit. */
export class AnswerTooLong extends Error {}

/**
 * One request by the editor's own http and https, so that its proxy and certificates hold. It follows no redirect: what
 * is sent along is for this server and no other.
 */
export async function hostRequest(
  url: URL,
  { method, headers, maxBytes }: HostRequest,
  signal: AbortSignal,
): Promise<HostAnswer> {
  const { http, https } = hostModules();
  const { request } = url.protocol === 'http:' ? http : https;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers, signal }, resolve).once('error', reject).end();
  });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop destroys the answer, and with it the connection.
    if (length > maxBytes) throw new AnswerTooLong(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
