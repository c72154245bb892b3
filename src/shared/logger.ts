/** The editor's five log levels. English, never localised; never a secret, a key or a presigned URL. */
export interface Logger {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
