import assert from 'node:assert/strict';
import { Chain } from '../../../src/doctor/chain';
import { ChainOverlay } from '../../../src/doctor/chainOverlay';
import type { Diagnosis } from '../../../src/doctor/diagnosis';
import type { ChainFact } from '../../../src/sigfox/chainFact';

const live: ChainFact = { link: 'window', state: 'proven', reason: 'subscribed', atMs: 1_000 };

function diagnosis(state: 'proven' | 'broken', words: string): Diagnosis {
  const verdict = {
    ...({ link: 'window', state, words } as const),
    ...{ cause: undefined, evidence: [], fix: undefined },
  };
  return { verdicts: [verdict], first: state === 'broken' ? verdict : undefined };
}

describe('ChainOverlay', () => {
  it('shows what was found, keeps what was proved, and gives way when it is mended', () => {
    const chain = new Chain();
    const overlay = new ChainOverlay(chain);
    chain.report(live);
    overlay.show(diagnosis('broken', 'paused'), 2_000);
    const found = [chain.fact('window')?.reason, overlay.proved.get('window')?.reason];
    overlay.show(diagnosis('proven', 'subscribed'), 3_000);
    assert.deepEqual(
      { found, mended: chain.fact('window'), proved: overlay.proved.get('window') },
      {
        found: ['paused', 'subscribed'],
        mended: { ...live, atMs: 3_000 },
        proved: live,
      },
    );
  });

  it('leaves a fact alone that a room proved after it', () => {
    const chain = new Chain();
    const overlay = new ChainOverlay(chain);
    overlay.show(diagnosis('broken', 'nowhere'), 2_000);
    const later = { ...live, atMs: 3_000 };
    chain.report(later);
    overlay.show(diagnosis('proven', 'subscribed: home'), 4_000);
    assert.deepEqual(chain.fact('window'), later);
  });
});
