import assert from 'node:assert/strict';
import { bitsOf, type OracleField, readConfig, readField, usedBits } from '../oracle/payloadOracle';
import { answerLine } from '../../src/sigfox/jsonLines';
import { compileDecoder, type FieldValue } from '../../src/sigfox/payloadCodec';
import { encodePayload } from '../../src/sigfox/payloadEncoder';
import { hasErrors, parsePayloadConfig } from '../../src/sigfox/payloadGrammar';
import { readUplinkMessage } from '../../src/sigfox/uplinkMessage';
import { mutate, randomBody, randomBytes, randomConfig } from './generators';
import { createRandom } from './random';

export interface FuzzCounts {
  cases: number;
  configs: number;
  validConfigs: number;
  mutatedConfigs: number;
  payloads: number;
  roundTrips: number;
  bodies: number;
  messages: number;
  lines: number;
}

/** Runs `count` cases from the seed; throws with the case at the first difference from the oracle. */
export function fuzzSigfox(seed: number, count: number): FuzzCounts {
  const random = createRandom(seed);
  const counts: FuzzCounts = {
    cases: 0,
    configs: 0,
    validConfigs: 0,
    mutatedConfigs: 0,
    payloads: 0,
    roundTrips: 0,
    bodies: 0,
    messages: 0,
    lines: 0,
  };
  for (; counts.cases < count; counts.cases++) {
    const dice = random();
    if (dice < 0.6) fuzzConfig(randomConfig(random), random, counts);
    else if (dice < 0.8) {
      counts.mutatedConfigs += 1;
      fuzzConfig(mutate(randomConfig(random), random), random, counts);
    } else if (dice < 0.93) fuzzBody(randomBody(random), counts);
    else fuzzLine(random, counts);
  }
  return counts;
}

function fuzzConfig(text: string, random: () => number, counts: FuzzCounts): void {
  counts.configs += 1;
  const config = parsePayloadConfig(text);
  const oracle = readConfig(text);
  assert.equal(!hasErrors(config), oracle !== undefined, `valid or not: ${JSON.stringify(text)}`);
  for (const { at, message, fix } of config.problems) {
    const isInside = at[0] >= 0 && at[0] <= at[1] && at[1] <= text.length;
    assert.ok(isInside && message !== '' && fix !== '', `problem of ${JSON.stringify(text)}`);
  }
  const payload = randomBytes(random, Math.floor(random() * 13));
  counts.payloads += 1;
  const { values, problems } = compileDecoder(config).decode(payload);
  if (!oracle) return;
  counts.validConfigs += 1;
  const bits = bitsOf(payload);
  const expected = oracle.map((field) => readField(field, bits));
  const isSame =
    expected.length === values.length && expected.every((value, at) => isEqual(values[at], value));
  assert.ok(isSame, `decode ${JSON.stringify(text)} of ${Buffer.from(payload).toString('hex')}`);
  const unread = oracle.filter((_, at) => expected[at] === undefined).map(({ name }) => name);
  assert.deepEqual(
    problems.map(({ field }) => field),
    unread,
    text,
  );
  if (unread.length === 0) roundTrip(text, oracle, values, bits, counts);
}

function roundTrip(
  text: string,
  oracle: readonly OracleField[],
  values: readonly (FieldValue | undefined)[],
  bits: string,
  counts: FuzzCounts,
): void {
  // A NaN has many bit patterns, and JavaScript may give back another one.
  if (values.some((value) => Number.isNaN(value))) return;
  counts.roundTrips += 1;
  const named = new Map(
    oracle.flatMap(({ name }, at) =>
      values[at] === undefined ? [] : [[name, values[at]] as const],
    ),
  );
  const encoded = encodePayload(parsePayloadConfig(text), named);
  const written = encoded.kind === 'payload' ? bitsOf(encoded.payload) : encoded.kind;
  assert.equal(written, usedBits(oracle, bits), `encode ${JSON.stringify(text)}`);
}

function fuzzBody(body: Uint8Array, counts: FuzzCounts): void {
  counts.bodies += 1;
  const read = readUplinkMessage(body);
  if (read.kind === 'unreadable') {
    assert.ok(read.reason !== '');
    return;
  }
  counts.messages += 1;
  const { device, timeMs, seqNumber, bodyFields, radio } = read.message;
  assert.match(device, /^([1-9A-F][0-9A-F]{0,7}|0)$/);
  if (timeMs !== undefined) new Date(timeMs).toISOString();
  assert.ok(seqNumber === undefined || Number.isSafeInteger(seqNumber));
  assert.ok(bodyFields.size + radio.size <= 100);
}

function fuzzLine(random: () => number, counts: FuzzCounts): void {
  counts.lines += 1;
  const config = random() < 0.5 ? randomConfig(random) : mutate(randomConfig(random), random);
  const hex = Buffer.from(randomBytes(random, Math.floor(random() * 13))).toString('hex');
  const requests = [
    { do: 'decode', config, hex },
    { do: 'check', config },
    { do: 'encode', config, values: { a: 1, __proto__: 2 } },
    {
      do: 'render',
      template: '{"d":"{device}","v":{customData#a}}',
      config,
      uplink: { device: '1', time: 1, data: hex },
    },
    { do: 'read', body: Buffer.from(randomBody(random)).toString('latin1') },
  ];
  const line = JSON.stringify(requests[Math.floor(random() * requests.length)]);
  const answer = answerLine(random() < 0.7 ? line : mutate(line, random));
  assert.ok(!answer.includes('\n'));
  JSON.parse(answer);
}

/** The product gives a number where it is exact; the oracle always a bigint for integers. */
function isEqual(value: FieldValue | undefined, expected: ReturnType<typeof readField>): boolean {
  if (typeof expected !== 'bigint') return Object.is(value, expected);
  const isNumber = expected >= -(2n ** 53n) + 1n && expected <= 2n ** 53n - 1n;
  return isNumber ? Object.is(value, Number(expected)) : value === expected;
}
