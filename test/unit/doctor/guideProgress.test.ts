import assert from 'node:assert/strict';
import { guideProgress } from '../../../src/doctor/guideProgress';
import type { ChainFact, ChainLink } from '../../../src/sigfox/chainFact';

const nothing = { isStackUsable: false, isFormRight: false };
const proven = (...links: readonly ChainLink[]) => {
  const known = new Set(links);
  return (link: ChainLink): ChainFact | undefined =>
    known.has(link) ? { link, state: 'proven', reason: '', atMs: 0 } : undefined;
};

describe('guideProgress', () => {
  it('ticks nothing while nothing is proven', () => {
    assert.deepEqual(guideProgress(proven(), nothing), {
      boardProven: false,
      stackUsable: false,
      formChecked: false,
      pathProven: false,
    });
  });

  it('takes the path for proven without a board of its own, but not without the role', () => {
    const field = proven('sigfox', 'awsRole', 'topic', 'window');
    assert.equal(guideProgress(field, nothing).pathProven, true);
    assert.equal(guideProgress(proven('sigfox', 'topic', 'window'), nothing).pathProven, false);
  });
});
