import type { Random } from '../../shared/clock';
import type { FieldValue } from '../../sigfox/payloadCodec';
import type { DeviceType, ScenarioDevice } from './deviceType';

/** Body of the how-to with what it leaves out: raw bytes and sequence number. All quoted, as most people write it. */
const quotedBody =
  '{"device":"{device}","time":"{time}","data":"{data}","seqNumber":"{seqNumber}","station":"{station}","rssi":"{rssi}","temperature":"{customData#temp}"}';
const typedBody =
  '{"device":"{device}","time":{time},"data":"{data}","seqNumber":{seqNumber},"station":"{station}","rssi":"{rssi}"}';

const thermometer: DeviceType = {
  name: 'Thermometer',
  settings: { config: 'temp::float:32', display: { temp: { unit: '°C', decimals: 2 } } },
  bodyTemplate: quotedBody,
};

const tracker: DeviceType = {
  name: 'Tracker',
  settings: {
    config: 'lat::float:32 lng::float:32 speed::uint:8 heading::uint:8 battery::uint:8',
    display: {
      lat: { unit: '°N', decimals: 3 },
      lng: { unit: '°E', decimals: 3 },
      speed: { unit: 'kn' },
      heading: { label: 'heading (1.5° steps)' },
      battery: { unit: '%' },
    },
  },
  bodyTemplate: typedBody,
};

const meter: DeviceType = {
  name: 'Water Meter',
  settings: {
    config:
      'leak::bool:7 reverse::bool:6 tamper::bool:5 litres:1:uint:32 flow::uint:16 battery::uint:8',
    display: { litres: { unit: 'L' }, flow: { unit: 'L/h' }, battery: { unit: '%' } },
  },
  bodyTemplate: typedBody,
};

/** The how-to's own message: payload 41df41e3, which arrived as 27.907171. */
const howToTemperature = 27.90717124938965;

/**
 * A day of four devices, run faster than life: a real device sends every ten minutes at most. Three healthy ones come
 * first, then one whose firmware leaves out the leading zeros of each byte, so that its payloads are short.
 */
export const scenario: readonly ScenarioDevice[] = [
  {
    id: '1D743',
    name: 'Greenhouse 3',
    type: thermometer,
    firstAfterMs: 1_500,
    periodMs: 9_000,
    firstSeqNumber: 72,
    measure: (turn, random) =>
      values({ temp: turn === 0 ? howToTemperature : Math.fround(27.9 + drift(turn, random)) }),
  },
  {
    id: 'BEF',
    name: 'Buoy',
    type: tracker,
    firstAfterMs: 2_500,
    periodMs: 11_000,
    // Close to where its counter wraps.
    firstSeqNumber: 4_093,
    measure: (turn, random) =>
      values({
        lat: Math.fround(43.55 + 0.01 * Math.sin(turn / 7)),
        lng: Math.fround(7.02 + 0.012 * Math.cos(turn / 7)),
        speed: Math.round(3 + 2 * random()),
        heading: (turn * 7) % 240,
        battery: Math.max(5, 92 - Math.floor(turn / 12)),
      }),
  },
  {
    id: '2BEE81',
    name: 'Water Meter 7',
    type: meter,
    firstAfterMs: 3_500,
    periodMs: 13_000,
    firstSeqNumber: 310,
    measure: (turn, random) =>
      values({
        leak: turn % 9 === 8,
        reverse: false,
        tamper: false,
        litres: 1_204_118 + turn * 12,
        flow: Math.round(40 + 60 * random()),
        battery: 81,
      }),
  },
  {
    id: '41F2A7',
    name: 'Tank 12',
    type: { ...thermometer, bodyTemplate: typedBody },
    firstAfterMs: 7_000,
    periodMs: 12_000,
    firstSeqNumber: 5,
    measure: (turn) => values({ temp: 21.5 + (turn % 3) }),
    corrupt: withoutLeadingZeros,
  },
];

function values(record: Readonly<Record<string, FieldValue>>): ReadonlyMap<string, FieldValue> {
  return new Map(Object.entries(record));
}

function drift(turn: number, random: Random): number {
  return 2 * Math.sin(turn / 9) + 0.1 * random();
}

/** What `print(byte, HEX)` sends: 41AC0000 becomes the digits 41AC00. An odd count would be refused by the modem. */
function withoutLeadingZeros(payload: Uint8Array): Uint8Array {
  const digits = [...payload].map((byte) => byte.toString(16)).join('');
  const even = digits.length % 2 === 0 ? digits : digits.slice(0, -1);
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
