import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsEndpoint } from '../connection';

/**
 * Signs the address of a WebSocket for AWS IoT Core (service `iotdevicegateway`). The session token goes behind what
 * was signed: inside the signature AWS IoT refuses it. The result is a bearer secret for some minutes, so it is never
 * logged and never shown.
 */
export async function signedUrl(
  endpoint: AwsEndpoint,
  nowMs: number,
  signal: AbortSignal,
): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken } = await endpoint.credentials(signal);
  const url = new URL(endpoint.url);
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: endpoint.region,
    service: 'iotdevicegateway',
    sha256: Sha256,
  });
  const { query } = await signer.presign(
    {
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host },
      query: {},
    },
    { signingDate: new Date(nowMs), expiresIn: 300 },
  );
  const parameters = Object.entries(query ?? {}).map(([name, value]) => pair(name, String(value)));
  if (sessionToken !== undefined) parameters.push(pair('X-Amz-Security-Token', sessionToken));
  return `${url.protocol}//${url.host}${url.pathname}?${parameters.join('&')}`;
}

function pair(name: string, value: string): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}
