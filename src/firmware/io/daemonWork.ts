import type { Instance } from 'ardunno-cli';
import type { Outcome, WorkEvents } from '../arduinoCli';
import type { ArduinoDaemon, Profile } from './arduinoDaemon';
import type { DaemonKeeper } from './daemonKeeper';
import { isRefusal, readFailure } from './grpcFailure';

/** What a job is given: the daemon, and the instance that answers for the sketch. */
export interface Place {
  readonly client: ArduinoDaemon['client'];
  readonly instance: Instance;
}

export async function onInstance<T>(
  daemon: ArduinoDaemon,
  profile: Profile | undefined,
  events: WorkEvents,
  signal: AbortSignal,
  job: (place: Place) => Promise<T>,
): Promise<Outcome<T>> {
  return answer(daemon, signal, async () => {
    const instance = await abortable(daemon.instance(profile, events), signal);
    return job({ client: daemon.client, instance });
  });
}

export async function answer<T>(
  daemon: ArduinoDaemon,
  signal: AbortSignal,
  job: () => Promise<T>,
): Promise<Outcome<T>> {
  try {
    signal.throwIfAborted();
    return { kind: 'done', value: await job() };
  } catch (error) {
    if (!signal.aborted && !isRefusal(error)) await daemon.settled();
    return { kind: 'failed', failure: readFailure(error, signal, daemon.endReason) };
  }
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('aborted'));
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Resolves with the work, or, once the signal is aborted, when nothing of it is left running. */
export async function endedOnAbort<T>(
  keeper: DaemonKeeper,
  signal: AbortSignal,
  work: Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const outcome = await work;
  if (!signal.aborted) return outcome;
  const [leftRunning] = await keeper.end();
  return {
    kind: 'failed',
    failure: { kind: 'cancelled', ...(leftRunning !== undefined && { leftRunning }) },
  };
}

type Heard =
  | { readonly $case: 'outStream'; readonly outStream: Uint8Array }
  | { readonly $case: 'errStream'; readonly errStream: Uint8Array };

/** Turns the tools' bytes into text, whole characters only, and keeps it where the caller wants it kept. */
export function listener(events: WorkEvents, kept?: { out: string; err: string }) {
  const decoders = { out: new TextDecoder(), err: new TextDecoder() };
  return (message: Heard | undefined) => {
    if (!message) return;
    const isOut = message.$case === 'outStream';
    const bytes = isOut ? message.outStream : message.errStream;
    const text = decoders[isOut ? 'out' : 'err'].decode(bytes, { stream: true });
    if (kept && kept[isOut ? 'out' : 'err'].length < maxKeptLength) {
      kept[isOut ? 'out' : 'err'] += text;
    }
    events.onOutput(text, isOut ? 'stdout' : 'stderr');
  };
}

/** More of the compiler's words than this nobody reads; the live output shows all. */
const maxKeptLength = 4_000_000;
