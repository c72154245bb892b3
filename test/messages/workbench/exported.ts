import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Mosquitto, startMosquitto } from '../../support/mosquitto';
import { eventually, inWindow, pick, textsOf } from '../../support/window';
import { body, foldAll, gone, ports, publisher, run, seen, unfold } from './brokers';

const thermometer = JSON.stringify(['device', 'broker:Shed', 'E0001']);
const chatter = JSON.stringify(['device', 'broker:Shed', 'E0002']);
const captureName = 'beehive.sigfoxcapture';

/** Messages as files, and a capture that comes back as messages, in the real window. */
export function describeExported(): void {
  describe('messages as files', function () {
    this.timeout(120_000);
    let broker: Mosquitto;
    let folder = '';
    const at = (name: string) => path.join(folder, name);
    const read = (name: string) => fs.readFileSync(at(name), 'utf8');

    before(async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'exported-'));
      broker = await startMosquitto({ port: ports.plain });
      await run('sigfox.messages.focus');
      await run('sigfox.messages.connect', 'broker:Shed');
      await seen(/^This Window ?subscribed: Shed/);
      const client = await publisher(ports.plain);
      const send = (topic: string, text: string) => client.publishAsync(topic, text, { qos: 1 });
      await send('sigfox/thermo', body('E0001', 1, 'c1200000'));
      await send('sigfox/thermo', body('E0001', 2, '4100'));
      await send('sigfox/other', JSON.stringify({ device: 'E0002', note: '=1+1', level: -3 }));
      await client.endAsync();
      await foldAll();
      await seen(/^E0001.*needs 4 bytes/);
      await seen(/^E0002 ?=1\+1 · -3/);
    });
    after(async () => {
      await run('sigfox.messages.disconnect', JSON.stringify(['connection', 'broker:Shed']));
      await broker.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    });

    it('writes a device as lines of JSON that lose nothing', async () => {
      await run('sigfox.messages.export', thermometer, at('one.jsonl'));
      const lines = read('one.jsonl').trimEnd().split('\n');
      const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      assert.deepEqual(
        [lines.length, first?.['data'], first?.['fields'], second?.['problem']],
        [2, 'c1200000', { temp: -10 }, 'needs 4 bytes, got 2'],
      );
      const text = Buffer.from(String(first?.['body']), 'base64').toString();
      assert.match(text, /^\{"device":"E0001","time":\d+,"data":"c1200000","seqNumber":1\}$/);
    });

    it('writes a table in which numbers are numbers and no text is a formula (H6)', async () => {
      await run('sigfox.messages.export', thermometer, at('one.csv'));
      await run('sigfox.messages.export', chatter, at('two.csv'));
      const [, coldest, short] = read('one.csv').split('\r\n');
      assert.match(coldest ?? '', /^[\dTZ:.-]+,"E0001","",1,"c1200000",-10,"","sigfox\/thermo"$/);
      assert.match(short ?? '', /,2,"4100",,"needs 4 bytes, got 2",/);
      assert.deepEqual(
        read('two.csv')
          .split('\r\n')
          .slice(0, 2)
          .map((line) => line.replace(/^\d[^,]*,/, '')),
        [
          '"time","device","name","seqNumber","data","note","level","problem","topic"',
          '"E0002","",,"","\'=1+1",-3,"","sigfox/other"',
        ],
      );
    });

    it('asks which messages are meant, where there is more than one answer', async () => {
      const exporting = run('sigfox.messages.export', undefined, at('all.jsonl'));
      const items = await eventually(
        () => textsOf('.quick-input-list .monaco-list-row'),
        (all) => all.some((item) => item.startsWith('Everything Kept')),
      );
      assert.match(items[0] ?? '', /^What Shows Now/);
      await pick('Everything Kept');
      await exporting;
      assert.ok(read('all.jsonl').split('\n').length > 3);
    });

    it('forgets nothing before the question is answered, and then everything', async () => {
      await run('sigfox.messages.saveCapture', thermometer, at(captureName));
      const dialog = '.monaco-dialog-box';
      const answer = async (button: string) => {
        const clearing = run('sigfox.messages.clear');
        const [question = ''] = await eventually(
          () => textsOf(dialog),
          (all) => all.length > 0,
        );
        assert.match(question, /Forget [\d,]+ messages\? They cannot be brought back\./);
        await inWindow({ do: 'click', selector: `${dialog} .monaco-button:has-text("${button}")` });
        await clearing;
      };
      await answer('Cancel');
      await seen('E0001');
      await answer('Clear');
      await gone('E0001');
      await gone('E0002');
    });

    it('replays a capture with what it says of its devices, and takes it away again', async () => {
      await run('sigfox.messages.replayCapture', at(captureName), 100);
      await seen(/^beehive\.sigfoxcapture ?played to its end/);
      await seen(/^E0001.*needs 4 bytes, got 2/);
      await unfold('E0001');
      await seen(/temp -10(\.0)? ?#1$/);
      const connection = `replay:${captureName}`;
      await run('sigfox.messages.disconnect', JSON.stringify(['connection', connection]));
      await gone('E0001');
    });

    it('says of a file that is no capture which line it does not understand', async () => {
      fs.writeFileSync(at('notes.jsonl'), 'milk, bread\n');
      void run('sigfox.messages.replayCapture', at('notes.jsonl'), 100);
      await eventually(
        () => textsOf('.notifications-toasts .notification-list-item-message'),
        (texts) =>
          texts.includes('Could not replay "notes.jsonl": Line 1: this is no JSON object.'),
      );
      await run('notifications.clearAll');
    });
  });
}
