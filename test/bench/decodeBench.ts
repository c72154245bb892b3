import sigfoxParser from 'sigfox-parser';
import { compileDecoder, type DecodedPayload } from '../../src/sigfox/payloadCodec';
import { parsePayloadConfig } from '../../src/sigfox/payloadGrammar';
import { type Measure, medianRatio, timed } from './measure';

const config =
  'lat::float:32 lng::float:32 speed::uint:8 alarm::bool:7 count:9:uint:16 level::int:8';
const hexes = Array.from({ length: 256 }, (_, at) =>
  Buffer.from([0x42, 0x2e, 0x33, at, 0x40, 0xe1, at, 0x25, at, at, at ^ 0x55, 0xf0]).toString(
    'hex',
  ),
);
const payloads = hexes.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));
const rounds = 400;
const runs = 9;

/** Decoding against code written by hand for one config, and against the parser on npm. */
export function decodeMeasures(): Measure[] {
  const decoder = compileDecoder(parsePayloadConfig(config));
  const decode = () => decodeAll((payload) => decoder.decode(payload));
  const byHand = () => decodeAll(decodeByHand);
  // Both are compiled by the engine before they count.
  for (let warm = 0; warm < 3; warm++) decode() + byHand();
  return [
    {
      measure: 'decode.timeVsHandWritten',
      value: medianRatio(runs, decode, byHand),
      unit: 'ratio',
      against: 'hand-written DataView code for the same fields and record',
    },
    {
      measure: 'decode.speedVsSigfoxParser',
      value: medianRatio(
        runs,
        () => parserTime() / rounds,
        () => decode() / rounds,
      ),
      unit: 'ratio',
      against: 'sigfox-parser of npm, same config and payloads',
    },
  ];
}

/** What is computed here is never read; it only keeps the engine from leaving the work out. */
const sink = { total: 0 };

function decodeAll(decode: (payload: Uint8Array) => DecodedPayload): number {
  return timed(() => {
    for (let round = 0; round < rounds; round++) {
      for (const payload of payloads) sink.total += decode(payload).problems.length;
    }
  });
}

/** Fewer rounds, scaled: it would take minutes. */
function parserTime(): number {
  const some = 2;
  const ms = timed(() => {
    for (let round = 0; round < some; round++) {
      for (const hex of hexes) sink.total += Object.keys(sigfoxParser(hex, config)).length;
    }
  });
  return (ms / some) * rounds;
}

const none = Object.freeze([]);

function decodeByHand(payload: Uint8Array): DecodedPayload {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const values = new Array<number | boolean | undefined>(6);
  const length = payload.length;
  let problems: { field: string; message: string }[] | undefined;
  const short = (field: string) => (problems ??= []).push({ field, message: 'too short' });
  if (length >= 4) values[0] = view.getFloat32(0);
  else short('lat');
  if (length >= 8) values[1] = view.getFloat32(4);
  else short('lng');
  if (length >= 9) values[2] = view.getUint8(8);
  else short('speed');
  if (length >= 10) values[3] = (view.getUint8(9) & 0x80) !== 0;
  else short('alarm');
  if (length >= 11) values[4] = view.getUint16(9);
  else short('count');
  if (length >= 12) values[5] = view.getInt8(11);
  else short('level');
  return { values, problems: problems ?? none };
}
