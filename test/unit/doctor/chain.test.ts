import assert from 'node:assert/strict';
import { Chain } from '../../../src/doctor/chain';
import { chainRows } from '../../../src/doctor/chainRows';
import type { ChainFact } from '../../../src/sigfox/chainFact';

const received: ChainFact = {
  link: 'sigfox',
  state: 'proven',
  reason: 'received, station 1D44',
  atMs: 2_000,
};
const formatTime = (atMs: number) => `at ${atMs / 1_000} s`;

describe('Chain', () => {
  it('keeps the newest fact of each link and announces only news', () => {
    const chain = new Chain();
    const news: string[] = [];
    chain.onDidChange((link) => news.push(link));
    chain.report(received);
    chain.report(received);
    chain.report({ ...received, state: 'broken', reason: 'older', atMs: 1_000 });
    chain.report({ ...received, link: 'topic' });
    assert.deepEqual(
      { news, fact: chain.fact('sigfox') },
      { news: ['sigfox', 'topic'], fact: received },
    );
  });

  it('names the first broken link on the way, not the first reported', () => {
    const chain = new Chain();
    chain.report({ link: 'window', state: 'broken', reason: 'no network', atMs: 1 });
    chain.report({ link: 'modem', state: 'broken', reason: 'ERROR', atMs: 2 });
    assert.equal(chain.firstBroken()?.link, 'modem');
  });
});

describe('chainRows', () => {
  it('shows all seven links, grey while nothing is known', () => {
    assert.deepEqual(
      chainRows(new Chain(), formatTime).map(
        (row) => `${row.icon.name} ${row.label}: ${row.description}`,
      ),
      [
        'circle-outline Sketch: not known yet',
        'circle-outline Board: not known yet',
        'circle-outline Modem: not known yet',
        'circle-outline Sigfox: not known yet',
        'circle-outline AWS Role: not known yet',
        'circle-outline Topic: not known yet',
        'circle-outline This Window: not known yet',
      ],
    );
  });

  it('says what proved or broke a link, when, and as a sentence', () => {
    const chain = new Chain();
    chain.report(received);
    chain.report({ link: 'window', state: 'broken', reason: 'refused\u001b[31m', atMs: 3_000 });
    const rows = chainRows(chain, formatTime);
    assert.deepEqual(
      [rows[3], rows[6]].map((row) => [row?.icon.name, row?.description, row?.spoken]),
      [
        ['pass', 'received, station 1D44 · at 2 s', 'Sigfox: works. received, station 1D44'],
        ['error', 'refused\ufffd[31m · at 3 s', 'This Window: broken. refused\ufffd[31m'],
      ],
    );
  });
});
