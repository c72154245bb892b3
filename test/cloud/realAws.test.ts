import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createUser, miniStack } from '../support/miniStack';

describe('the script for a real account', () => {
  it('deploys, publishes, receives, deletes and leaves nothing, here at the emulator', async () => {
    const everything = [{ Action: '*', Resource: '*' }];
    const { accessKeyId, secretAccessKey } = await createUser('real-script', everything);
    const said = await runScript({
      SIGFOX_WORKBENCH_REAL_AWS: '1',
      AWS_REGION: miniStack.region,
      AWS_ENDPOINT_URL: miniStack.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    });
    assert.match(said, /^Created sigfox-workbench-check-\w+$/m);
    assert.match(said, /^Published through arn:aws:iam::\d{12}:role\/\S+ and received on/m);
    assert.match(said, /^A wrong External Id is refused\.$/m);
    assert.match(said, /^It works\.\nDeleted; nothing is left\.$/m);
  });

  it('does nothing unless it is told to', async () => {
    assert.match(await runScript({}), /^Nothing was done: /m);
  });
});

/** What the script prints, whether it ends well or not. */
function runScript(env: Readonly<Record<string, string>>): Promise<string> {
  const script = path.resolve(import.meta.dirname, '../../scripts/realAws.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], { env: { ...process.env, ...env } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => (said += data.toString()));
    }
    child.on('error', reject);
    child.on('close', () => resolve(said));
  });
}
