import assert from 'node:assert/strict';
import { ListNews } from '../../../src/firmware/listNews';

const missing =
  'Loading index file: loading json index file /d/library_index.json: open /d/library_index.json: no such file or directory';

describe('ListNews', () => {
  it('says once that there are no lists, however many are missing', () => {
    const news = new ListNews();
    assert.deepEqual(
      [missing, missing.replaceAll('library', 'package'), missing].map((text) => news.hear(text)),
      [
        'arduino-cli has no lists of platforms and libraries yet. What is installed works without; "Install What This Sketch Needs" fetches them.',
        undefined,
        undefined,
      ],
    );
  });

  it('says nothing of other warnings', () => {
    const news = new ListNews();
    assert.equal(
      news.hear('Error loading hardware platform: platform.txt: no such file'),
      undefined,
    );
    assert.equal(news.hear('loading json index file: unexpected end of input'), undefined);
  });
});
