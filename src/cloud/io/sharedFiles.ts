import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Disposable } from '../../shared/disposable';
import { type AwsProfiles, readProfiles, type SsoSession } from '../awsProfile';
import type { ProfileFiles } from '../awsSession';
import { formatSsoToken, parseSsoToken, type SsoToken } from '../ssoToken';

/** Polling a file's time works on every file system, also where the folder is not there yet. */
const watchIntervalMs = 1_000;

/** The files that the AWS CLI and all SDKs share on this machine. */
export class SharedFiles implements ProfileFiles {
  /** How the files were when they were last read. */
  private readonly marks = new Map<string, string>();

  async read(): Promise<AwsProfiles> {
    // Looked at before: what is written while they are read is a change.
    for (const file of [configFile(), credentialsFile()]) this.marks.set(file, await markOf(file));
    const [config, credentials] = await Promise.all([
      readOrEmpty(configFile()),
      readOrEmpty(credentialsFile()),
    ]);
    return readProfiles({ config, credentials }, process.env);
  }

  /** Tells of what was written since the files were read, and of what is written to the session's token from now on. */
  watch(session: SsoSession | undefined, onChange: () => void): Disposable {
    const files = [configFile(), credentialsFile(), ...(session ? [tokenFile(session)] : [])];
    const seen = new Map(this.marks);
    let isDisposed = false;
    const look = async () => {
      let hasChanged = false;
      for (const file of files) {
        const mark = await markOf(file);
        hasChanged ||= (seen.get(file) ?? mark) !== mark;
        seen.set(file, mark);
      }
      if (hasChanged && !isDisposed) onChange();
    };
    void look();
    const timer = setInterval(() => void look(), watchIntervalMs);
    timer.unref();
    return {
      dispose: () => {
        isDisposed = true;
        clearInterval(timer);
      },
    };
  }
}

/** What lies in the cache for a session; undefined where there is nothing that could be used. */
export async function readSsoToken(session: SsoSession): Promise<ReturnType<typeof parseSsoToken>> {
  return parseSsoToken(await readOrEmpty(tokenFile(session)));
}

/** Puts a token where the AWS CLI and the SDKs look for it: whole or not at all, and for this user only. */
export async function writeSsoToken(session: SsoSession, token: SsoToken): Promise<void> {
  const file = tokenFile(session);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}.${Date.now().toString(36)}`;
  try {
    const handle = await open(next, 'wx', 0o600);
    try {
      await handle.writeFile(formatSsoToken(token));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(next, file);
    await chmod(file, 0o600);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}

function tokenFile({ cacheKey }: SsoSession): string {
  const name = createHash('sha1').update(cacheKey).digest('hex');
  return path.join(home(), '.aws/sso/cache', `${name}.json`);
}

function configFile(): string {
  return process.env['AWS_CONFIG_FILE'] ?? path.join(home(), '.aws/config');
}

function credentialsFile(): string {
  return process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? path.join(home(), '.aws/credentials');
}

/** As the SDKs find it: a home of the environment comes first. */
function home(): string {
  return process.env['HOME'] ?? process.env['USERPROFILE'] ?? os.homedir();
}

/** The same as long as a file is. */
async function markOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await fs.promises.stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
}

/** A file that is not there, or may not be read, says nothing; one that is a gigabyte is no config file. */
async function readOrEmpty(file: string): Promise<string> {
  try {
    const { size } = await fs.promises.stat(file);
    return size > 4_000_000 ? '' : await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
