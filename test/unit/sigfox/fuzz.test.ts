import assert from 'node:assert/strict';
import { fuzzSigfox } from '../../fuzz/sigfoxFuzz';

// H1: random, mutated, enormous configs, payloads and bodies. "npm run fuzz" runs a million.
describe('the Sigfox language', function () {
  this.timeout(120_000);

  it('agrees with the oracle on 40,000 random cases, most of the configs valid', () => {
    const counts = fuzzSigfox(20161124, 40_000);
    assert.equal(counts.cases, 40_000);
    assert.ok(counts.validConfigs * 2 > counts.configs);
    assert.ok(counts.roundTrips > 5_000 && counts.messages > 1_000 && counts.lines > 2_000);
  });
});
