// The tests of the cloud room run against MiniStack, with a home folder of their own, so that no profile of the
// person who runs them is ever read.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureCfnLint } from '../../scripts/pythonTools.mjs';
import { makeAuthorities } from './authority.mjs';
import { account, region, startMiniStack } from './miniStack.mjs';

export async function prepare() {
  const miniStack = await startMiniStack();
  const cfnLint = await ensureCfnLint();
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'cloud-'));
  const aws = path.join(home, '.aws');
  fs.mkdirSync(aws, { mode: 0o700 });
  const authorities = path.join(home, 'authorities');
  fs.mkdirSync(authorities);
  await makeAuthorities(authorities, 'DNS:aws.workbench.test,DNS:*.iot.eu-west-1.localhost');
  return {
    env: {
      HOME: home,
      AWS_CONFIG_FILE: path.join(aws, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(aws, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      CLOUD_AUTHORITIES: authorities,
      // What a company puts among the certificates of the operating system.
      NODE_EXTRA_CA_CERTS: path.join(authorities, 'known.crt'),
      MINISTACK_ENDPOINT: miniStack.endpoint,
      MINISTACK_ACCOUNT: account,
      MINISTACK_REGION: region,
      CFN_LINT: cfnLint,
    },
    settings: {},
    close: async () => {
      await miniStack.close();
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}
