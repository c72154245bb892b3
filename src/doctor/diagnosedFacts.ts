import type { ChainFact } from '../sigfox/chainFact';
import type { Diagnosis } from './diagnosis';
import type { PathFacts } from './pathFacts';

/** What the probes found that no room had proved by itself: the Chain view then says the same. */
export function diagnosedFacts(
  { verdicts }: Diagnosis,
  { chain, nowMs }: PathFacts,
): readonly ChainFact[] {
  return verdicts.flatMap(({ link, state, words }) => {
    const known = chain.get(link);
    const isNews = state === 'broken' && (known?.state !== 'broken' || known.reason !== words);
    return isNews ? [{ link, state, reason: words, atMs: nowMs }] : [];
  });
}
