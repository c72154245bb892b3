import type { Random } from '../shared/clock';

/**
 * Makes client ids no other window uses, a new one for every session: a broker ends the older of two connections with
 * the same id, and a window that came back with its old id would be thrown out and throw out for ever. Policies can
 * allow `client/sigfox-workbench-*`.
 */
export function createClientIds(random: Random): () => string {
  const window = Math.floor(random() * 2 ** 32).toString(36);
  let session = 0;
  return () => {
    session += 1;
    return `sigfox-workbench-${window}-${session}`;
  };
}
