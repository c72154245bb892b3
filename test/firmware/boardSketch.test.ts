import assert from 'node:assert/strict';
import { compileDecoder } from '../../src/sigfox/payloadCodec';
import { parsePayloadConfig } from '../../src/sigfox/payloadGrammar';
import { modemFinding, sketchFinding } from '../../src/simulator/board/boardFacts';
import { defaultBoardSettings } from '../../src/simulator/network/boardDevice';
import { directDownlink } from '../../src/simulator/network/directDownlink';
import { BoardOnBench, imageOf } from '../support/equippedBoard';
import { compileSketch } from './boardBench';
import { downlinkSketch, howToSketch, softwareSerialSketch } from './boardSketches';

interface Outcome {
  readonly command: string;
  /** What the chain says of the modem and, when a payload went on air, of the sketch. */
  readonly chain: readonly string[];
  /** What the payload config makes of the payload. */
  readonly temp: number | undefined;
}

const { config } = defaultBoardSettings;
const decoder = compileDecoder(parsePayloadConfig(config));
const setup = { model: 'mega', modem: 'telit' } as const;

/** Boots the firmware at a temperature and tells what became of its message. */
function sendAt(image: Uint8Array, celsius: number): Outcome {
  const bench = new BoardOnBench(setup);
  let command = '';
  bench.equipped.board.onDidTransmit(1, (byte) => (command += String.fromCharCode(byte)));
  bench.equipped.setTemperature(celsius);
  bench.equipped.flash(image);
  bench.runUntil(() => bench.exchanges.length > 0, 5_000);
  // Whatever the modem says, the sketch is content.
  assert.match(bench.console, /Message sent/);
  const payload = bench.frames[0]?.payload;
  const findings = [
    ...bench.exchanges.map((exchange) => modemFinding(exchange, setup)),
    ...(payload ? [sketchFinding(payload, config, 'howTo')] : []),
  ];
  return {
    command: command.replace(/^\+\+\+/, '').trim(),
    chain: findings.map(({ state, reason }) => `${state}: ${reason}`),
    temp: payload && (decoder.decode(payload).values[0] as number | undefined),
  };
}

describe("the how-to's sending loop on the virtual Mega", function () {
  this.timeout(120_000);
  let asWritten: Uint8Array;
  let mended: Uint8Array;

  before(async () => {
    const compile = (isFixed: boolean) =>
      compileSketch('howTo', howToSketch({ isFixed }), 'mega').then((hex) => imageOf(hex, 'mega'));
    [asWritten, mended] = await Promise.all([compile(false), compile(true)]);
  });

  const rows: readonly [celsius: number, command: string, ...chain: readonly string[]][] = [
    [
      23,
      'AT$SF=41B800',
      'proven: sent 3 bytes, answered OK',
      'broken: howTo · the config needs 4 bytes, it sent 3',
    ],
    [8.5, 'AT$SF=41800', 'broken: answered ERROR: odd number of hex digits (AT$SF=41800)'],
    [
      130.25,
      'AT$SF=432400',
      'proven: sent 3 bytes, answered OK',
      'broken: howTo · the config needs 4 bytes, it sent 3',
    ],
    [
      0,
      'AT$SF=0000',
      'proven: sent 2 bytes, answered OK',
      'broken: howTo · the config needs 4 bytes, it sent 2',
    ],
  ];
  for (const [celsius, command, ...chain] of rows) {
    it(`loses the leading zeros of ${celsius.toFixed(2)} °C`, () => {
      assert.deepEqual(sendAt(asWritten, celsius), { command, chain, temp: undefined });
    });
  }

  const right: readonly [celsius: number, digits: string][] = [
    [23, '41B80000'],
    [8.5, '41080000'],
    [130.25, '43024000'],
    [0, '00000000'],
  ];
  for (const [celsius, digits] of right) {
    it(`gets ${celsius.toFixed(2)} °C across with two digits for each byte`, () => {
      const command = `AT$SF=${digits}`;
      assert.deepEqual(sendAt(mended, celsius), {
        command,
        chain: [
          'proven: sent 4 bytes, answered OK',
          'proven: howTo · payload 4 bytes · matches the config',
        ],
        temp: celsius,
      });
    });
  }
});

describe('a sketch with SoftwareSerial on the virtual Uno', function () {
  this.timeout(120_000);

  it('talks to the modem bit by bit, both ways', async () => {
    const bench = new BoardOnBench({ model: 'uno', modem: 'wisol' });
    bench.equipped.flash(imageOf(await compileSketch('soft', softwareSerialSketch, 'uno'), 'uno'));
    bench.runUntil(() => bench.console.includes('\n'), 3_000);
    assert.equal(bench.console, '001D2C3B\r\n');
  });
});

describe('a sketch that asks for a downlink on the virtual Mega', function () {
  this.timeout(120_000);

  it('reads the eight bytes of the network behind the OK', async () => {
    const image = imageOf(await compileSketch('downlink', downlinkSketch, 'mega'), 'mega');
    const bench = new BoardOnBench({ model: 'mega', modem: 'wisol' });
    const { modem } = bench.equipped;
    const answer = directDownlink({ station: '1D44', rssiDbm: -115 });
    modem.onDidTransmit(({ wantsDownlink }) => wantsDownlink && modem.deliverDownlink(answer));
    bench.equipped.flash(image);
    bench.runUntil(() => bench.console.includes('8D\r\n'), 5_000);
    assert.equal(bench.console, 'OK\r\nRX=00 00 1D 44 00 00 FF 8D\r\n');
  });
});
