import assert from 'node:assert/strict';
import { formatUsd, monthlyCost } from '../../../src/cloud/historyCost';

const total = (devices: number, hasHistory = true) =>
  formatUsd(monthlyCost({ devices, messagesPerDay: 140, retentionDays: 30, hasHistory }).totalUsd);

describe('monthlyCost', () => {
  // Ten devices at the most they may send are 42,000 messages: 4 cents of broker, 1 of rule, 3 of writes.
  for (const [devices, withHistory, without] of [
    [10, '$0.08', '$0.04'],
    [1_000, '$8.45', '$4.20'],
    [100_000, '$845', '$420'],
    // 4,200 million messages: the first thousand million at $1, the rest at $0.80.
    [1_000_000, '$7,813', '$3,560'],
  ] as const) {
    it(`is ${withHistory} for ${devices} devices, ${without} without a history`, () => {
      assert.deepEqual([total(devices), total(devices, false)], [withHistory, without]);
    });
  }

  it('grows with the days kept only in storage', () => {
    const of = (retentionDays: number) =>
      monthlyCost({ devices: 1_000, messagesPerDay: 140, retentionDays, hasHistory: true });
    const [short, long] = [of(30), of(300)];
    assert.equal(long.storageUsd / short.storageUsd, 10);
    assert.deepEqual(
      { ...long, storageUsd: 0, totalUsd: 0 },
      { ...short, storageUsd: 0, totalUsd: 0 },
    );
  });

  it('is said as under a cent rather than as nothing', () => {
    assert.equal(total(1, false), 'under $0.01');
  });
});
