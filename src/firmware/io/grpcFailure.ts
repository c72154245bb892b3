import { ClientError, Status } from 'nice-grpc';
import type { ArduinoFailure, RefusalCode } from '../arduinoCli';

/** Why a call gave no answer. What is no refusal of arduino-cli's and no loss of it is a bug, and thrown on. */
export function readFailure(
  error: unknown,
  signal: AbortSignal,
  endReason: string | undefined,
): ArduinoFailure {
  if (signal.aborted) return { kind: 'cancelled' };
  if (endReason !== undefined) return { kind: 'crashed', reason: endReason };
  if (!(error instanceof ClientError)) throw error;
  if (error.code === Status.UNAVAILABLE) return { kind: 'crashed', reason: error.details };
  // The answer cannot be read, or is longer than any real one.
  if (error.code === Status.UNIMPLEMENTED || error.code === Status.RESOURCE_EXHAUSTED) {
    return { kind: 'nonsense', reason: error.details };
  }
  return { kind: 'refused', code: codes[error.code] ?? 'other', message: error.details };
}

/** True for an answer, if a bad one: the connection was there. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ClientError && error.code !== Status.UNAVAILABLE;
}

const codes: Partial<Record<Status, RefusalCode>> = {
  [Status.INVALID_ARGUMENT]: 'invalidArgument',
  [Status.NOT_FOUND]: 'notFound',
  [Status.FAILED_PRECONDITION]: 'failedPrecondition',
  [Status.INTERNAL]: 'internal',
};
