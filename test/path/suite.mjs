// The whole path: the virtual Sigfox's backend, the doctor, the guide, and the how-to from a new sketch to a message in
// the tree, with the real arduino-cli and an emulator of AWS.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeAuthorities } from '../cloud/authority.mjs';
import { account, region, startMiniStack } from '../cloud/miniStack.mjs';
import { prepare as prepareFirmware } from '../firmware/suite.mjs';

export async function prepare() {
  const [firmware, miniStack] = await Promise.all([prepareFirmware(), startMiniStack()]);
  const aws = fs.mkdtempSync(path.join(os.tmpdir(), 'path-aws-'));
  const authorities = path.join(aws, 'authorities');
  fs.mkdirSync(authorities);
  await makeAuthorities(authorities, 'DNS:sigfox.workbench.test');
  return {
    env: {
      ...firmware.env,
      AWS_CONFIG_FILE: path.join(aws, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(aws, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      CLOUD_AUTHORITIES: authorities,
      // What a company puts among the certificates of the operating system.
      NODE_EXTRA_CA_CERTS: path.join(authorities, 'known.crt'),
      MINISTACK_ENDPOINT: miniStack.endpoint,
      MINISTACK_ACCOUNT: account,
      MINISTACK_REGION: region,
    },
    settings: firmware.settings,
    close: async () => {
      firmware.close();
      await miniStack.close();
      fs.rmSync(aws, { recursive: true, force: true });
    },
  };
}
