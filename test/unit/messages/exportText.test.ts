import assert from 'node:assert/strict';
import { parseCapture } from '../../../src/messages/captureFile';
import { shownScope } from '../../../src/messages/exportScope';
import { type ExportFormat, exportText } from '../../../src/messages/exportText';
import { createTree, howToTimeMs } from '../../support/treeFixture';

const seconds = howToTimeMs / 1_000;

function withMessages() {
  const fixture = createTree();
  const { add, book, tree, store } = fixture;
  book.setSettings('1D743', { config: 'temp::float:32', display: {} });
  book.setName('1D743', 'Greenhouse');
  add({ device: '1D743', time: seconds, data: '41df41e3', seqNumber: 1 });
  add({ device: 'BEF', time: seconds + 60, data: 'f6', seqNumber: 1, level: -3 });
  const write = async (format: ExportFormat, signal = new AbortController().signal) => {
    const progress: number[] = [];
    let text = '';
    const job = {
      scope: shownScope(tree, [...store.logs]),
      format,
      settingsOf: (message: Parameters<typeof book.settingsFor>[0]) =>
        book.settingsFor(message, undefined),
      onProgress: (written: number) => progress.push(written),
    };
    for await (const piece of exportText(job, signal)) text += piece;
    return { text, progress };
  };
  return { ...fixture, write };
}

describe('exportText', () => {
  it('gives a table a column for every field of any message', async () => {
    const { text, progress } = await withMessages().write('csv');
    assert.deepEqual(text.split('\r\n'), [
      '"time","device","name","seqNumber","data","temp","level","problem","topic"',
      '2016-11-22T12:17:51.000Z,"1D743","Greenhouse",1,"41df41e3",27.90717124938965,,"","sigfox"',
      '2016-11-22T12:18:51.000Z,"BEF","",1,"f6",,-3,"","sigfox"',
      '',
    ]);
    assert.deepEqual(progress, [2]);
  });

  it('gives one JSON object a line', async () => {
    const { text } = await withMessages().write('jsonl');
    const devices = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { device: string }).device);
    assert.deepEqual(devices, ['1D743', 'BEF']);
  });

  it('gives a capture that shows the same rows to another person', async () => {
    const { write, show } = withMessages();
    const capture = parseCapture((await write('capture')).text);
    assert.ok('messages' in capture);
    const other = createTree();
    for (const { device, name, settings } of capture.devices) {
      other.book.setSettings(device, settings);
      other.book.setName(device, name ?? '');
    }
    for (const received of capture.messages) other.store.add('home', received);
    assert.deepEqual(other.show(3), show(3));
  });

  it('stops when it is cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    await assert.rejects(withMessages().write('csv', abort.signal), { name: 'AbortError' });
  });
});
