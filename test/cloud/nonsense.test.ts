import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStackClient } from '../../src/cloud/io/createStackClient';
import type { StackClient } from '../../src/cloud/stackClient';
import { StackError } from '../../src/cloud/stackError';

const signal = new AbortController().signal;

/** How an endpoint that is not AWS may answer. */
const answers = {
  html: (response: http.ServerResponse) =>
    response.end('<html>Welcome to the hotel network</html>'),
  empty: (response: http.ServerResponse) => response.end(),
  binary: (response: http.ServerResponse) => response.end(Buffer.alloc(300_000, 0xff)),
  deep: (response: http.ServerResponse) => response.end('<a>'.repeat(20_000)),
  endless: (response: http.ServerResponse) => {
    const block = Buffer.alloc(1_000_000, 'x');
    const more = () => {
      while (!response.destroyed && response.write(block));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  },
} as const;

describe('createStackClient, at an endpoint that is not AWS (H11)', function () {
  this.timeout(120_000);
  let server: http.Server;
  let client: StackClient;
  let answer: (response: http.ServerResponse) => void;

  before(async () => {
    server = http.createServer((request, response) => {
      request.resume();
      response.on('error', () => undefined);
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'CANARY-SECRET' };
    const identity = {
      endpointUrl: () => endpoint,
      credentials: () => Promise.resolve(keys),
      identity: () => Promise.reject(new Error('nobody asks')),
      noteRefusal: () => Promise.resolve(),
    };
    client = createStackClient(identity as never, 'eu-west-1');
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const [name, send] of Object.entries(answers)) {
    it(`says in a sentence that it cannot go on, at the answer "${name}"`, async () => {
      answer = send;
      const call = client.describeStack('SigfoxIoTConnector', signal);
      const error = await call.then(
        (found) => assert.fail(`taken for a stack: ${JSON.stringify(found)}`),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof StackError, String(error));
      assert.equal(
        error.message,
        name === 'endless'
          ? 'AWS cannot be reached (ANSWER_TOO_LONG).'
          : 'What answered is not AWS. A network that wants a sign-in of its own answers like this.',
      );
    });
  }
});
