import * as l10n from '@vscode/l10n';
import { arrowOf, type BackendMessage } from './backendApi';
import { arrowWords } from './backendWords';

/** What the topic brought, as far as it is needed to recognise a message of the backend in it. */
export interface SeenMessage {
  readonly device: string;
  readonly timeMs: number | undefined;
  readonly seqNumber: number | undefined;
  /** Lower-case hexadecimal; undefined when the body carries none. */
  readonly data: string | undefined;
}

/** A message of the backend and what became of it. */
export interface Reconciled {
  readonly message: BackendMessage;
  readonly outcome:
    | { readonly kind: 'arrived' | 'underWay' }
    /** Sigfox says that it was delivered, and nobody here listened then. */
    | { readonly kind: 'notHeard' }
    /** Only here is a message lost: Sigfox has it, and the topic did not get it. */
    | { readonly kind: 'lost'; readonly reason: string };
}

/** What this window can have heard. */
export interface Listening {
  readonly nowMs: number;
  /** Since when it listens to the topic without a break and keeps all that came; undefined while it does not. */
  readonly listeningSinceMs: number | undefined;
}

/** A callback is repeated after 1, 2 and 4 minutes; one more for the way. */
const underWayMs = 8 * 60_000;

/**
 * Tells which messages that reached Sigfox did not reach the topic, and why. What was sent while nobody listened is not
 * judged, unless Sigfox itself says that its callback failed.
 */
export function reconcile(
  messages: readonly BackendMessage[],
  seen: readonly SeenMessage[],
  { nowMs, listeningSinceMs }: Listening,
): readonly Reconciled[] {
  const byDevice = new Map<string, SeenMessage[]>();
  for (const each of seen) {
    const others = byDevice.get(each.device);
    if (others) others.push(each);
    else byDevice.set(each.device, [each]);
  }
  return messages.map((message): Reconciled => {
    const others = byDevice.get(message.device) ?? [];
    if (others.some((other) => isSame(message, other))) {
      return { message, outcome: { kind: 'arrived' } };
    }
    const isRed = arrowOf(message) === 'red';
    if (!isRed && message.timeMs < (listeningSinceMs ?? Number.POSITIVE_INFINITY)) {
      return { message, outcome: { kind: 'notHeard' } };
    }
    const isFinal = isRed || nowMs - message.timeMs > underWayMs;
    return {
      message,
      outcome: isFinal ? { kind: 'lost', reason: lossReason(message) } : { kind: 'underWay' },
    };
  });
}

/** The backend's time is in milliseconds, the callback's in whole seconds, and either may be rounded. */
function isSame(message: BackendMessage, other: SeenMessage): boolean {
  if (other.timeMs !== undefined && Math.abs(message.timeMs - other.timeMs) > 1_000) return false;
  if (message.seqNumber !== undefined && other.seqNumber !== undefined) {
    return message.seqNumber === other.seqNumber && other.timeMs !== undefined;
  }
  return other.timeMs !== undefined && (other.data === undefined || other.data === message.data);
}

function lossReason(message: BackendMessage): string {
  if (arrowOf(message) === 'red') return arrowWords(message);
  return message.callbacks.length === 0
    ? l10n.t('Sigfox called no callback for it: none of its device type is enabled.')
    : l10n.t('Sigfox says the callback worked; the topic or the region may be another.');
}
