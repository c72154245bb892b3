import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseFirmwareSnippets } from '../../src/firmware/firmwareSnippet';
import { expandSnippet } from '../../src/firmware/snippetText';
import type { SigfoxBoard } from '../../src/firmware/sigfoxBoard';
import { fillTemplate, sketchTemplates } from '../../src/firmware/sketchTemplate';
import { compileDecoder } from '../../src/sigfox/payloadCodec';
import { parsePayloadConfig } from '../../src/sigfox/payloadGrammar';
import { parseHex } from '../../src/sigfox/hex';
import { BoardOnBench, imageOf } from '../support/equippedBoard';
import { compileSketch, inPairs } from './compiler';
import { sketchbook } from './door';

const root = path.resolve(import.meta.dirname, '../..');
const templateText = (id: string) =>
  readFileSync(path.join(root, 'media/sketches', id, `${id}.ino`), 'utf8');

const decode = (config: string, hex: string | undefined) => {
  const read = parseHex(hex ?? '');
  if (read.kind !== 'payload') throw new Error(read.reason);
  return compileDecoder(parsePayloadConfig(config)).decode(read.payload).values;
};

describe('the templates', function () {
  this.timeout(300_000);
  const { folder } = sketchbook();
  const built = new Map<string, string>();

  before(async () => {
    const jobs = sketchTemplates().flatMap(({ id, boards }) =>
      boards.map((board) => async () => {
        const text = fillTemplate(templateText(id), { device: 'Greenhouse 3 \\' });
        built.set(`${id} ${board}`, await compileSketch(folder, id, text, board));
      }),
    );
    await inPairs(jobs);
  });

  const bench = (id: string, board: 'uno' | 'mega', modem: 'wisol' | 'telit' = 'wisol') => {
    const onBench = new BoardOnBench({ model: board, modem });
    onBench.equipped.setTemperature(23);
    const hex = built.get(`${id} ${modem === 'telit' ? 'smartEverything' : board}`);
    onBench.equipped.flash(imageOf(hex ?? '', board));
    return onBench;
  };
  const configOf = (id: string) =>
    sketchTemplates().find((each) => each.id === id)?.payloadConfig ?? '';

  it('compile for each of their boards, with the real arduino-cli and core', () => {
    const wanted = sketchTemplates().flatMap(({ id, boards }) =>
      boards.map((board) => `${id} ${board}`),
    );
    assert.deepEqual([...built.keys()].sort(), wanted.sort());
  });

  for (const board of ['uno', 'mega'] as const) {
    const temperatures = board === 'uno' ? [23, 8.5] : [0, -3.25];
    it(`atThermometer on ${board}: ${temperatures.join(' and ')} °C arrive`, () => {
      for (const celsius of temperatures) {
        const onBench = bench('atThermometer', board);
        onBench.equipped.setTemperature(celsius);
        onBench.runUntil(() => onBench.console.includes('Message sent'), 20_000);
        assert.deepEqual(decode(configOf('atThermometer'), onBench.payloads[0]), [celsius]);
      }
    });

    it(`flagsMeter on ${board}: three open contacts are three flags`, () => {
      const onBench = bench('flagsMeter', board);
      onBench.runUntil(() => onBench.console.includes('Message sent'), 20_000);
      assert.deepEqual(decode(configOf('flagsMeter'), onBench.payloads[0]), [0, true, true, true]);
      assert.match(onBench.console, /^Sigfox ready\r\n0 Message sent\r\n$/);
    });

    it(`downlinkRequest on ${board}: asks, and sends every 15 minutes without an answer`, () => {
      const onBench = bench('downlinkRequest', board);
      onBench.runUntil(() => onBench.frames.length > 0, 20_000);
      assert.deepEqual(decode(configOf('downlinkRequest'), onBench.payloads[0]), [15, false]);
      assert.equal(onBench.frames[0]?.wantsDownlink, true);
    });
  }

  it('downlinkRequest on mega: obeys an answer', () => {
    const onBench = bench('downlinkRequest', 'mega');
    const { modem } = onBench.equipped;
    const answer = Uint8Array.of(0, 30, 0, 0, 0, 0, 0, 0);
    modem.onDidTransmit(({ wantsDownlink }) => wantsDownlink && modem.deliverDownlink(answer));
    onBench.runUntil(() => onBench.console.includes('received'), 20_000);
    assert.match(onBench.console, /Message sent\r\nDownlink received\r\n$/);
  });

  it('tracker on mega: the position of a GGA sentence arrives to a centimetre', () => {
    const onBench = bench('tracker', 'mega');
    onBench.runUntil(() => onBench.console.includes('ready'), 5_000).runMs(500);
    const sentence = '$GNGGA,120000.00,4807.03812,N,01131.00005,W,1,08,0.9,545.4,M,46.9,M,,*47\r\n';
    onBench.equipped.board.send(2, new TextEncoder().encode(sentence));
    onBench.runUntil(() => onBench.console.includes('Message sent'), 20_000);
    assert.deepEqual(decode(configOf('tracker'), onBench.payloads[0]), [
      481173020,
      -115166675,
      8,
      true,
    ]);
    assert.match(onBench.console, /Fix\. Message sent/);
  });

  it("smartEverythingThermometer, its ports mapped to a Mega's, with a Telit modem: 23.0 °C arrive", () => {
    const onBench = bench('smartEverythingThermometer', 'mega', 'telit');
    onBench.runUntil(() => onBench.console.includes('Message sent'), 30_000);
    assert.deepEqual(decode('temp::float:32', onBench.payloads[0]), [23]);
    assert.match(onBench.console, /^Sigfox ready\r\n23\.00 Message sent\r\n$/);
  });

  it('atThermometer says so when no modem answers', async () => {
    // Two seconds are enough for a modem that is not there.
    const text = templateText('atThermometer').replace('setTimeout(60000)', 'setTimeout(2000)');
    const hex = await compileSketch(folder, 'impatient', text, 'mega');
    const onBench = new BoardOnBench({ model: 'mega', modem: 'wisol' });
    onBench.equipped.flash(imageOf(hex, 'mega'));
    onBench.equipped.modem.dispose();
    onBench.runUntil(() => onBench.console.includes('Not sent'), 10_000);
    assert.deepEqual(onBench.payloads, []);
  });
});

describe('the snippets', function () {
  this.timeout(300_000);
  const { folder } = sketchbook();
  const snippets = parseFirmwareSnippets(
    readFileSync(path.join(root, 'snippets/sigfox-arduino.json'), 'utf8'),
  );
  const hosts: Readonly<Record<SigfoxBoard, string>> = {
    uno: 'atThermometer',
    mega: 'atThermometer',
    smartEverything: 'smartEverythingThermometer',
    mkrFox: 'mkrFoxThermometer',
  };

  it('compile in a template, each by itself on the first of its boards', async () => {
    const jobs = snippets.map(({ prefix, body, boards }) => async () => {
      const board = boards[0] ?? 'uno';
      const text = `${templateText(hosts[board])}\n${expandSnippet(body)}\n`;
      await compileSketch(folder, prefix.replaceAll('-', '_'), text, board);
      return prefix;
    });
    assert.deepEqual(
      await inPairs(jobs),
      snippets.map(({ prefix }) => prefix),
    );
  });

  for (const board of Object.keys(hosts) as SigfoxBoard[]) {
    it(`compile in a template, all of them for ${board} together`, async () => {
      const bodies = snippets
        .filter(({ boards }) => boards.includes(board))
        .map(({ body }) => expandSnippet(body));
      const text = [templateText(hosts[board]), ...bodies].join('\n');
      assert.match(await compileSketch(folder, 'together', text, board), /^:/);
    });
  }
});
