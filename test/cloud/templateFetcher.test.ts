import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpTemplateFetcher } from '../../src/cloud/io/httpTemplateFetcher';
import { maxTemplateBytes } from '../../src/cloud/templateDocument';
import { UserError } from '../../src/shared/userError';

const url = 'https://sigfox-templates.s3.amazonaws.com/template.yaml';

describe('fetching a template', () => {
  let answer: (response: http.ServerResponse) => void = (response) => response.end();
  let asked = 0;
  const server = http.createServer((_request, response) => {
    asked += 1;
    answer(response);
  });
  before((done) => void server.listen(0, '127.0.0.1', done));
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** S3 is not to be had here: its name leads to a server of this test. */
  const fetcher = (limitMs?: number) =>
    new HttpTemplateFetcher(
      ({ pathname }, signal) =>
        new Promise((resolve, reject) => {
          const { port } = server.address() as AddressInfo;
          http
            .get({ host: '127.0.0.1', port, path: pathname, signal }, resolve)
            .once('error', reject);
        }),
      limitMs,
    );
  const get = (limitMs?: number) => fetcher(limitMs).fetch(url, new AbortController().signal);
  const refuses = (words: RegExp, limitMs?: number) =>
    assert.rejects(get(limitMs), (error: unknown) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, words);
      return true;
    });

  it('gives the text of the file, and no byte less at the limit', async () => {
    const text = `Résumé: ${'x'.repeat(maxTemplateBytes - 10)}`;
    assert.equal(Buffer.byteLength(text), maxTemplateBytes);
    answer = (response) => response.end(text);
    assert.equal(await get(), text);
  });

  for (const [name, status, words] of [
    ['a redirect', 302, /^The template is elsewhere: redirects are not followed\.$/],
    ['what S3 does not hand out', 403, /\(403\): the link may be out of date\.$/],
    ['what is gone', 404, /no template at this address any more \(404\)\.$/],
    ['a proxy that wants a name', 407, /^The proxy on the way to S3 wants a user name\.$/],
    ['any other status', 500, /^S3 answered with HTTP status 500\.$/],
  ] as const) {
    it(`refuses ${name}`, async () => {
      asked = 0;
      answer = (response) =>
        response.writeHead(status, { location: 'http://127.0.0.1:9/else' }).end('Resources: {}');
      await refuses(words);
      assert.equal(asked, 1);
    });
  }

  it('stops at a megabyte, whatever length was announced', async () => {
    let sent = 0;
    answer = (response) => {
      const write = () => {
        while (!response.destroyed && sent < 50_000_000) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536, 0x61)))
            return void response.once('drain', write);
        }
        response.end();
      };
      write();
    };
    await refuses(/^The template is larger than 1 MB\.$/);
    assert.ok(sent < 50_000_000, `${sent} bytes were taken`);
  });

  it('stops when nothing more comes', async () => {
    answer = (response) => void response.write('Resources:');
    await refuses(/^The template did not come within 1 s\.$/, 300);
  });

  it('refuses bytes that are no text, and says why a connection failed', async () => {
    answer = (response) => response.end(Buffer.of(0xff, 0xfe, 0x00));
    await refuses(/^The template is not UTF-8 text\.$/);
    answer = (response) => response.destroy();
    await refuses(/^The template cannot be fetched: ECONNRESET\.$/);
  });

  it('asks no other host, and nothing without TLS', async () => {
    asked = 0;
    for (const other of [
      'http://sigfox-templates.s3.amazonaws.com/template.yaml',
      'https://example.com/template.yaml',
      'https://s3.amazonaws.com.example.com/template.yaml',
    ]) {
      await assert.rejects(fetcher().fetch(other, new AbortController().signal), UserError);
    }
    assert.equal(asked, 0);
  });

  it('ends at once when the person leaves', async () => {
    const left = new AbortController();
    answer = () => left.abort();
    await assert.rejects(fetcher().fetch(url, left.signal), { name: 'AbortError' });
  });
});
