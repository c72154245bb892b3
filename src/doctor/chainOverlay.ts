import { type ChainFact, type ChainLink, chainLinks } from '../sigfox/chainFact';
import type { Chain } from './chain';
import type { Diagnosis } from './diagnosis';

/**
 * Puts what the doctor found over what the rooms proved, and takes it away again when it is mended: a finding of its own
 * is no evidence for the next diagnosis.
 */
export class ChainOverlay {
  private readonly told = new Map<ChainLink, { fact: ChainFact; beneath: ChainFact | undefined }>();

  constructor(private readonly chain: Chain) {}

  /** What the rooms proved, without the doctor's word. */
  get proved(): ReadonlyMap<ChainLink, ChainFact> {
    return new Map(
      chainLinks.flatMap((link) => {
        const fact = this.beneath(link);
        return fact ? [[link, fact] as const] : [];
      }),
    );
  }

  show({ verdicts }: Diagnosis, nowMs: number): void {
    for (const { link, state, words } of verdicts) {
      const shown = this.chain.fact(link);
      const isTold = shown !== undefined && this.told.get(link)?.fact === shown;
      if (shown?.state === state && (shown.reason === words || !isTold)) continue;
      if (state !== 'broken' && !isTold) continue;
      const fact = { link, state, reason: words, atMs: Math.max(nowMs, shown?.atMs ?? 0) };
      this.told.set(link, { fact, beneath: this.beneath(link) });
      this.chain.report(fact);
    }
  }

  private beneath(link: ChainLink): ChainFact | undefined {
    const shown = this.chain.fact(link);
    const told = this.told.get(link);
    return told && told.fact === shown ? told.beneath : shown;
  }
}
