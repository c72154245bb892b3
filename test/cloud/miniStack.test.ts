import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { clientSettings, createUser, miniStack } from '../support/miniStack';

/** What the other tests rely on: an emulator that enforced nothing would let every one of them pass. */
describe('MiniStack', () => {
  it('listens on the loopback interface only', () => {
    const port = Number(new URL(miniStack.endpoint).port)
      .toString(16)
      .toUpperCase()
      .padStart(4, '0');
    const listening = ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => fs.readFileSync(file, 'utf8').split('\n'))
      .map((line) => line.trim().split(/\s+/))
      // State 0A is LISTEN; the address is in the machine's byte order.
      .filter(([, local, , state]) => state === '0A' && local?.endsWith(`:${port}`) === true)
      .map(([, local]) => local);
    assert.deepEqual(listening, [`0100007F:${port}`]);
  });

  it('knows a user by its key and refuses a wrong secret', async () => {
    const key = await createUser('known', []);
    const right = await new STSClient(clientSettings(key)).send(new GetCallerIdentityCommand({}));
    assert.equal(right.Arn, `arn:aws:iam::${miniStack.account}:user/known`);
    const wrong = new STSClient(clientSettings({ ...key, secretAccessKey: 'x'.repeat(40) }));
    await assert.rejects(wrong.send(new GetCallerIdentityCommand({})), {
      name: 'SignatureDoesNotMatch',
    });
  });

  it('lets a user do what its policy says and nothing else', async () => {
    const ask = new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' });
    const none = new IoTClient(clientSettings(await createUser('without', [])));
    await assert.rejects(none.send(ask), { name: 'AccessDeniedException' });
    const allowed = [{ Action: 'iot:DescribeEndpoint', Resource: '*' }];
    const some = new IoTClient(clientSettings(await createUser('with', allowed)));
    const { endpointAddress } = await some.send(ask);
    assert.match(endpointAddress ?? '', /-ats\.iot\.eu-west-1\.localhost:\d+$/);
  });
});
