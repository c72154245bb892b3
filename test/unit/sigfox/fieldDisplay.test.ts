import assert from 'node:assert/strict';
import { displayFieldValue, type FieldDisplay } from '../../../src/sigfox/fieldDisplay';
import type { FieldValue } from '../../../src/sigfox/payloadCodec';
import { parsePayloadConfig } from '../../../src/sigfox/payloadGrammar';

const rows: readonly [config: string, value: FieldValue, display: FieldDisplay, text: string][] = [
  ['a::float:32', 27.907171, { unit: '°C' }, '27.91 °C'],
  ['a::float:32', 23, {}, '23'],
  ['a::float:32', 23, { decimals: 1, unit: '°C' }, '23.0 °C'],
  ['a::uint:32', 1_204_118, { unit: 'L' }, '1,204,118 L'],
  ['a::uint:16', 999, {}, '999'],
  ['a::int:32', -65_536, {}, '-65,536'],
  ['a::int:64', -9_223_372_036_854_775_808n, {}, '-9,223,372,036,854,775,808'],
  ['a::float:64', 123_456.789, {}, '123,456.79'],
  ['a::float:64', 1e300, {}, '1.0E300'],
  ['a::float:32', Number.NaN, {}, 'NaN'],
  ['a::char:4', '2026', {}, '2026'],
  ['a::bool:7', true, {}, 'true'],
];

describe('displayFieldValue', () => {
  for (const [config, value, display, text] of rows) {
    it(`shows ${String(value)} of "${config}" as "${text}"`, () => {
      const [field] = parsePayloadConfig(config).fields;
      assert.ok(field);
      assert.equal(displayFieldValue(field, value, display), text);
    });
  }
});
