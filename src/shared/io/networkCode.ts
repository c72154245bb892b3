/** The code a failed request goes by: of the operating system, of TLS, or `ETIMEDOUT` where a time limit ended it. */
export function networkCode(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'ETIMEDOUT';
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  // An aborted request carries the reason of its abort as the cause.
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (code === 'ABORT_ERR' && cause instanceof Error && cause.name === 'TimeoutError') {
    return 'ETIMEDOUT';
  }
  return typeof code === 'string' ? code : 'UNKNOWN';
}
