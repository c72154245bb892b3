import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A home folder with files of AWS in it; the process lives there until it is removed. */
export class AwsHome {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'aws-home-'));
  private readonly before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));

  constructor() {
    fs.mkdirSync(path.join(this.folder, '.aws'), { mode: 0o700 });
    for (const name of variables) Reflect.deleteProperty(process.env, name);
    process.env['HOME'] = this.folder;
  }

  write(files: { readonly config?: string; readonly credentials?: string }): void {
    for (const [name, text] of Object.entries(files)) {
      fs.writeFileSync(path.join(this.folder, '.aws', name), text, { mode: 0o600 });
    }
  }

  remove(): void {
    for (const [name, value] of Object.entries(this.before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

const variables = [
  'HOME',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
];
