/** The token of an AWS access portal as it lies in the shared cache, in the form the AWS CLI reads and writes. */
export interface SsoToken {
  readonly startUrl: string;
  readonly region: string;
  readonly accessToken: string;
  readonly expiresAtMs: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly registrationExpiresAtMs?: number;
  /** Lets the SDK and the AWS CLI renew the token without a browser. */
  readonly refreshToken?: string;
}

/** What of a cached token tells whether a person has to sign in; undefined for what is no token. */
export function parseSsoToken(
  text: string,
): { readonly expiresAtMs: number; readonly isRenewable: boolean } | undefined {
  const token = parseRecord(text);
  const { accessToken, expiresAt, refreshToken, clientId, clientSecret } = token;
  if (typeof accessToken !== 'string' || typeof expiresAt !== 'string') return undefined;
  // Old versions of the AWS CLI wrote "UTC" for "Z".
  const expiresAtMs = Date.parse(expiresAt.replace(/UTC$/, 'Z'));
  if (Number.isNaN(expiresAtMs)) return undefined;
  const isRenewable = [refreshToken, clientId, clientSecret].every(
    (part) => typeof part === 'string',
  );
  return { expiresAtMs, isRenewable };
}

export function formatSsoToken(token: SsoToken): string {
  const { expiresAtMs, registrationExpiresAtMs, ...texts } = token;
  return JSON.stringify(
    {
      ...texts,
      expiresAt: isoSeconds(expiresAtMs),
      ...(registrationExpiresAtMs === undefined
        ? {}
        : { registrationExpiresAt: isoSeconds(registrationExpiresAtMs) }),
    },
    undefined,
    2,
  );
}

/** The AWS CLI writes no fractions of a second. */
function isoSeconds(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

function parseRecord(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : {};
  } catch {
    return {};
  }
}
