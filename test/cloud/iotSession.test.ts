import assert from 'node:assert/strict';
import { readIotSession } from '../../src/cloud/io/iotSession';
import { keys, profile } from '../support/awsFiles';
import { AwsHome } from '../support/awsHome';
import { createSession } from '../support/awsSession';
import { IotDataPlane } from '../support/iotDataPlane';
import { miniStack } from '../support/miniStack';

const { region } = miniStack;
const clientId = 'sigfox-workbench-1z-2';
const signal = new AbortController().signal;

describe("AWS IoT's word on our own session", () => {
  let plane: IotDataPlane;
  let home: AwsHome;

  beforeEach(async () => {
    plane = await IotDataPlane.start();
    home = new AwsHome();
    home.write({
      config: profile('dev'),
      credentials: keys('dev', { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
    });
  });
  afterEach(() => {
    home.remove();
    plane.close();
  });

  it('says that the client is connected, and what is delivered to it', async () => {
    plane.clients.set(clientId, ['sigfox', 'sigfox/errors']);
    assert.deepEqual(await ask(plane.url), {
      isConnected: true,
      subscriptions: ['sigfox', 'sigfox/errors'],
    });
    assert.deepEqual(plane.signedFor, ['iotdata', 'iotdata']);
  });

  it('takes a client that AWS does not know for one that is not connected', async () => {
    assert.deepEqual(await ask(plane.url), { isConnected: false, subscriptions: [] });
  });

  for (const call of ['GetConnection', 'ListSubscriptions'] as const) {
    it(`names the right to ${call} where it is missing`, async () => {
      plane.clients.set(clientId, ['sigfox']);
      plane.denied.add(call);
      await assert.rejects(ask(plane.url), { message: `"dev" may not "iot:${call}".` });
    });
  }

  it('repeats what an endpoint says that has no such call', async () => {
    await assert.rejects(ask(miniStack.endpoint), { name: 'UserError' });
  });

  async function ask(endpoint: string) {
    home.write({ config: profile('dev', '', endpoint) });
    const session = createSession();
    try {
      const choice = { profile: 'dev', region };
      await session.choose(choice).catch(() => undefined);
      const { profiles } = session;
      assert.ok(profiles);
      const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
      const address = 'wss://abc-ats.iot.eu-west-1.amazonaws.com/mqtt';
      return await readIotSession({ profiles, choice, address, clientId }, credentials, signal);
    } finally {
      session.dispose();
    }
  }
});
