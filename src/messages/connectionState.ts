import type { MissingRight } from './messageSource';

/** Where one connection stands; exactly one of these at any time. */
export type ConnectionState =
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly sinceMs: number }
  /** Lost, and it will be tried again at `retryAtMs`. */
  | {
      readonly kind: 'reconnecting';
      readonly reason: string;
      readonly attempt: number;
      readonly retryAtMs: number;
    }
  /** Nothing is tried until a person has signed in; then it goes on by itself. */
  | { readonly kind: 'signedOut'; readonly reason: string }
  /** The broker said no; nothing is tried until the person asks. */
  | { readonly kind: 'refused'; readonly reason: string; readonly missing?: MissingRight };

/** The wait before attempt `attempt` (1 is the first retry): doubling from 1 s to 60 s, with full jitter above half. */
export function retryDelayMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(60_000, 1_000 * 2 ** Math.min(attempt - 1, 6));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}
