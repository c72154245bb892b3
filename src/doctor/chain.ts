import { type ChainFact, type ChainLink, chainLinks } from '../sigfox/chainFact';
import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';

/** What is known of the seven links between a sketch and this window; the newest fact of each link counts. */
export class Chain implements Disposable {
  private readonly facts = new Map<ChainLink, ChainFact>();
  private readonly changed = new Emitter<ChainLink>();

  readonly onDidChange = this.changed.event;

  fact(link: ChainLink): ChainFact | undefined {
    return this.facts.get(link);
  }

  /** Rooms report what they proved. An older fact than the one known is no news. */
  report(fact: ChainFact): void {
    const known = this.facts.get(fact.link);
    if (known && known.atMs > fact.atMs) return;
    if (known?.state === fact.state && known.reason === fact.reason && known.atMs === fact.atMs) {
      return;
    }
    this.facts.set(fact.link, fact);
    this.changed.fire(fact.link);
  }

  /** The first broken link on the way from the sketch: what is behind it cannot be judged. */
  firstBroken(): ChainFact | undefined {
    for (const link of chainLinks) {
      const fact = this.facts.get(link);
      if (fact?.state === 'broken') return fact;
    }
    return undefined;
  }

  dispose(): void {
    this.changed.dispose();
  }
}
