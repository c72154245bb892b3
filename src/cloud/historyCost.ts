/** A fleet as far as the bill is concerned. */
export interface Fleet {
  readonly devices: number;
  /** Sigfox allows 140 at most. */
  readonly messagesPerDay: number;
  readonly retentionDays: number;
  readonly hasHistory: boolean;
}

export interface MonthlyCost {
  readonly messages: number;
  readonly brokerUsd: number;
  readonly ruleUsd: number;
  readonly writesUsd: number;
  readonly storageUsd: number;
  readonly totalUsd: number;
}

const daysPerMonth = 30;

/**
 * US dollars, list prices of us-east-1, without the free tier; other regions cost up to a third more.
 * - Messages in, in units of 5 KB: $1.00 a million for the first 1,000 million, $0.80 for the next 4,000 million, then
 *   $0.70 (aws.amazon.com/iot-core/pricing).
 * - A rule: $0.15 a million triggers and $0.15 a million actions (same page).
 * - DynamoDB on demand: $0.625 a million writes of up to 1 KB, $0.25 a GB and month (aws.amazon.com/dynamodb/pricing).
 * - A message as an item takes 250 bytes with its names, its keys and DynamoDB's own 100 bytes; an estimate.
 */
const prices = {
  brokerTiers: [
    { upTo: 1e9, perMillion: 1 },
    { upTo: 5e9, perMillion: 0.8 },
    { upTo: Infinity, perMillion: 0.7 },
  ],
  rulePerMillion: 0.15 + 0.15,
  writePerMillion: 0.625,
  storagePerGb: 0.25,
  itemBytes: 250 + 100,
} as const;

/** What a fleet costs a month once its history is as long as it gets. */
export function monthlyCost(fleet: Fleet): MonthlyCost {
  const messages = fleet.devices * fleet.messagesPerDay * daysPerMonth;
  const millions = messages / 1e6;
  const kept = fleet.devices * fleet.messagesPerDay * fleet.retentionDays;
  const history = fleet.hasHistory ? 1 : 0;
  const parts = {
    brokerUsd: brokerUsd(messages),
    ruleUsd: history * millions * prices.rulePerMillion,
    writesUsd: history * millions * prices.writePerMillion,
    storageUsd: history * ((kept * prices.itemBytes) / 1e9) * prices.storagePerGb,
  };
  const totalUsd = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { messages, ...parts, totalUsd };
}

function brokerUsd(messages: number): number {
  let below = 0;
  let sum = 0;
  for (const { upTo, perMillion } of prices.brokerTiers) {
    const within = Math.max(0, Math.min(messages, upTo) - below);
    sum += (within / 1e6) * perMillion;
    below = upTo;
  }
  return sum;
}

/** `$0.08`, `$8.40`, `$840`: as exact as an estimate may look. */
export function formatUsd(usd: number): string {
  if (usd < 0.005) return 'under $0.01';
  return usd < 100 ? `$${usd.toFixed(2)}` : `$${Math.round(usd).toLocaleString('en-US')}`;
}
