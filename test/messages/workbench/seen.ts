import assert from 'node:assert/strict';
import { type Mosquitto, startMosquitto } from '../../support/mosquitto';
import { eventually, inWindow } from '../../support/window';
import { body, foldAll, ports, publisher, run, seen } from './brokers';

const device = '5EE01';
const row = JSON.stringify(['device', 'broker:Shed', device]);

/** Texts of what matches in one of our pages. */
const pageTexts = async (title: string, selector: string): Promise<string[]> => {
  const texts = (await inWindow({ do: 'inPage', title, act: 'texts', selector })) as string[];
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
};

const inDevice = (selector: string) => pageTexts(device, selector);

/** The pages of a device and of a plot, and the groups of a fleet, in the real window. */
export function describeSeen(): void {
  describe('what is seen rather than read', function () {
    this.timeout(120_000);
    let broker: Mosquitto;
    let publish: (text: string) => Promise<unknown>;
    let end: () => Promise<void>;

    before(async () => {
      broker = await startMosquitto({ port: ports.plain });
      await run('sigfox.messages.focus');
      await run('sigfox.messages.connect', 'broker:Shed');
      const client = await publisher(ports.plain);
      publish = (text) => client.publishAsync('sigfox/thermo', text, { qos: 1 });
      end = () => client.endAsync();
      await publish(body(device, 1));
      await publish(body(device, 4, '42280000'));
      await foldAll();
      await seen(/^5EE01.*42/);
      await run('sigfox.messages.showBytes', row);
    });
    after(async () => {
      await run('workbench.action.closeAllEditors');
      await end();
      await run('sigfox.messages.disconnect', JSON.stringify(['connection', 'broker:Shed']));
      await broker.stop();
    });

    it('shows the bytes of the newest message and what changed since the one before', async () => {
      const hex = await eventually(
        () => inDevice('.hex'),
        (all) => all.length > 0,
      );
      assert.deepEqual(hex, ['42', '28', '00', '00']);
      assert.deepEqual(await inDevice('.before'), ['was 41', 'was df', 'was 41', 'was e3']);
      const [values] = await inDevice('tbody tr');
      assert.match(values ?? '', /^temp 42\.0 27\.907171 \+14\.0928 float:32 · bytes 0–3/);
    });

    it('lights up the field of a bit in the config and in the values', async () => {
      const selector = '.bit[data-place="bit 1 3"]';
      await inWindow({ do: 'inPage', title: device, act: 'focus', selector });
      const lit = await eventually(
        () => inDevice('.piece.lit, tr.lit th'),
        (all) => all.length > 1,
      );
      assert.deepEqual(lit, ['temp::float:32', 'temp']);
      assert.deepEqual(await inDevice('.said'), ['Bit 4 of byte 1 is 0: temp.']);
    });

    it('goes from bit to bit by the arrow keys', async () => {
      const selector = '.bit[data-place="bit 1 3"]';
      await inWindow({ do: 'inPage', title: device, act: 'press', selector, key: 'ArrowDown' });
      await eventually(
        () => inDevice('.said'),
        ([said]) => said === 'Bit 4 of byte 2 is 0: temp.',
      );
    });

    it('says in the strip which numbers were not seen', async () => {
      await eventually(
        () => inDevice('main > p'),
        (all) => all.includes('2 received, 2 not seen'),
      );
      assert.deepEqual(await inDevice('.legend b'), ['received', 'not seen']);
    });

    it('shows a payload that is too short as what it is', async () => {
      await publish(body(device, 5, '4228'));
      const problem = await eventually(
        () => inDevice('.problem'),
        ([text]) => text !== '',
      );
      assert.deepEqual(problem, ['The config needs 4 bytes; the payload has 2.']);
      assert.deepEqual(await inDevice('.absent .before'), ['did not come', 'did not come']);
    });

    it('stays on a message that was chosen while others arrive', async () => {
      await inWindow({
        do: 'inPage',
        title: device,
        act: 'click',
        selector: '.bar button:first-child',
      });
      await eventually(
        () => inDevice('h1 + p'),
        ([text]) => /#4,/.test(text ?? ''),
      );
      await publish(body(device, 6));
      await eventually(
        () => inDevice('main > p'),
        (all) => all.includes('4 received, 2 not seen'),
      );
      assert.match((await inDevice('h1 + p'))[0] ?? '', /#4,/);
    });

    it('plots the only field there is, and says how much is drawn', async () => {
      await run('sigfox.messages.plot', row);
      const title = `temp of ${device}`;
      const said = await eventually(
        () => pageTexts(title, 'p'),
        ([text]) => /values/.test(text ?? ''),
      );
      // The one that was too short is a gap, and so are the two numbers that did not come.
      assert.deepEqual(said, ['3 values, 2 gaps']);
      assert.equal((await pageTexts(title, 'canvas')).length, 1);
      assert.deepEqual(await pageTexts(title, '.series'), [`${device} 27.907171`]);
    });

    it('groups devices by what they do', async () => {
      await run('sigfox.messages.group', 'state');
      await seen(/^Sending ?\d+ devices?$/);
      await run('sigfox.messages.group', '');
      await seen(/^5EE01/);
    });
  });
}
