import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { arrowOf, type BackendMessage } from './backendApi';

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
    /** Only here is a message lost: Sigfox has it, and the topic did not get it. */
    | { readonly kind: 'lost'; readonly reason: string };
}

/** A callback is repeated after 1, 2 and 4 minutes; one more for the way. */
const underWayMs = 8 * 60_000;

/** Tells which messages that reached Sigfox did not reach the topic, and why. */
export function reconcile(
  messages: readonly BackendMessage[],
  seen: readonly SeenMessage[],
  nowMs: number,
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
    const isFinal = arrowOf(message) === 'red' || nowMs - message.timeMs > underWayMs;
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
  const failed = message.callbacks.find(({ status }) => status < 200 || status >= 300);
  if (failed) {
    const info = safeLine(failed.info, 200);
    // 600: the callback got no answer at all.
    return failed.status === 600
      ? l10n.t('The callback got no answer: {0}', info)
      : l10n.t('The callback was answered with {0}: {1}', failed.status, info);
  }
  return message.callbacks.length === 0
    ? l10n.t('Sigfox called no callback for it: none of its device type is enabled.')
    : l10n.t('Sigfox says the callback worked; the topic or the region may be another.');
}
