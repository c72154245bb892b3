import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  createRole,
  keys,
  type KeyPair,
  listening,
  portalProfile,
  profile,
} from '../../support/awsFiles';
import { CompanyProxy } from '../../support/companyProxy';
import { clientSettings, createUser, miniStack } from '../../support/miniStack';
import { publishAs } from '../../support/publishAs';
import { SsoStandIn } from '../../support/ssoStandIn';
import { eventually, hasWindow, inWindow, textsOf } from '../../support/window';

const { account, region, endpoint } = miniStack;
const rows = () => textsOf('.pane-body .monaco-list-row');
const status = () => textsOf('.part.statusbar .statusbar-item');
const picks = () => textsOf('.quick-input-list .monaco-list-row');
const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const seen = (text: string) => eventually(rows, (all) => all.some((row) => row.includes(text)));
const says = (pattern: RegExp) =>
  eventually(status, (all) => all.some((item) => pattern.test(item)));
const press = (key: string) => inWindow({ do: 'press', key });
const howTo = '{"device":"1D743","time":"1479817071","data":"41df41e3"}';

/** Everything a person does to be somebody to AWS, in one window, one step after the other. */
export function describeIdentity(): void {
  (hasWindow ? describe : describe.skip)('the AWS identity', function () {
    this.timeout(120_000);
    // One step builds on the other.
    this.bail(true);
    const home = path.join(process.env['HOME'] ?? '', '.aws');
    let listener: KeyPair;
    let sigfox: KeyPair;
    let portal: SsoStandIn;
    /** What the portal gave: none of it may be found anywhere but in the shared cache. */
    let tokens: readonly string[] = [];

    const write = (name: 'config' | 'credentials', ...sections: string[]) =>
      fs.writeFileSync(path.join(home, name), sections.join('\n'), { mode: 0o600 });

    before(async () => {
      listener = await createUser('wb-listener', [
        ...listening('sigfox'),
        { Action: 'sts:AssumeRole', Resource: '*' },
      ]);
      sigfox = await createUser('wb-sigfox', [
        { Action: 'iot:Connect', Resource: '*' },
        { Action: 'iot:Publish', Resource: '*' },
      ]);
      const user = `arn:aws:iam::${account}:user/wb-listener`;
      const readerArn = await createRole('WorkbenchReader', user, listening('sigfox'));
      portal = await SsoStandIn.start(() => assumeRole(listener, readerArn));
      write(
        'config',
        profile('listener'),
        profile('brief'),
        profile('proxied', '', 'https://aws.workbench.test'),
        portalProfile('dev', portal.url),
      );
      write(
        'credentials',
        keys('listener', listener),
        keys('brief', listener),
        keys('proxied', listener),
      );
      await run('sigfox.messages.focus');
    });

    after(() => portal.close());

    it('offers to connect to AWS IoT where nothing is set up', async () => {
      await eventually(
        () => textsOf('.welcome-view-content'),
        (all) => all.some((text) => text.includes('Connect to AWS IoT…')),
      );
    });

    it('asks for profile and region, can go back a step, and names who we are', async () => {
      const chosen = run('sigfox.cloud.chooseProfile');
      const found = await eventually(picks, (all) => all.some((row) => row.includes('listener')));
      assert.ok(
        found.some((row) => /dev ?eu-west-1 · single sign-on, Reader in 111122223333/.test(row)),
        String(found),
      );
      await inWindow({ do: 'type', text: 'listener' });
      await press('Enter');
      await eventually(picks, (all) => all[0]?.startsWith('eu-west-1') === true);
      await inWindow({ do: 'click', selector: '.quick-input-titlebar .codicon-quick-input-back' });
      await eventually(picks, (all) => all.some((row) => row.includes('brief')));
      await inWindow({ do: 'type', text: 'listener' });
      await press('Enter');
      await eventually(picks, (all) => all[0]?.startsWith('eu-west-1') === true);
      await press('Enter');
      await chosen;
      const { host } = new URL(endpoint);
      await says(new RegExp(`^listener · ${account} · ${region} · at ${host}$`));
    });

    it('connects with the profile and shows what Sigfox publishes', async () => {
      await run('sigfox.messages.connectAws', 'sigfox');
      await says(/^Live · 0 devices$/);
      await publishAs(sigfox, 'sigfox', howTo);
      await seen('1D743');
      const arn = `arn:aws:iam::${account}:user/wb-listener`;
      await seen(`subscribed: listener · ${region} · sigfox, as ${arn}`);
    });

    it('says which right is missing and copies a policy that names it exactly (F14)', async () => {
      await run('sigfox.messages.connectAws', 'other');
      await seen('"iot:Subscribe" is not allowed on "topicfilter/other".');
      await run('sigfox.messages.copyPolicy');
      const policy = await vscode.env.clipboard.readText();
      assert.ok(policy.includes(`"arn:aws:iot:${region}:${account}:topicfilter/other"`), policy);
      await run('sigfox.messages.connectAws', 'sigfox');
      await says(/^Live · /);
    });

    it('goes through the proxy and trusts the authority that the editor trusts (F21)', async () => {
      const proxy = await CompanyProxy.start(process.env['CLOUD_AUTHORITIES'] ?? '', endpoint);
      const http = vscode.workspace.getConfiguration('http');
      try {
        await http.update('proxy', proxy.url, vscode.ConfigurationTarget.Global);
        await run('sigfox.cloud.chooseProfile', 'proxied', region);
        await says(new RegExp(`^proxied · ${account} · ${region} · at aws.workbench.test$`));
        await says(/^Live · /);
        await eventually(
          () => proxy.connects,
          (places) =>
            places.includes('aws.workbench.test:443') &&
            places.some((place) => /^[^:]+-ats\.iot\.eu-west-1\.localhost:\d+$/.test(place)),
        );
        proxy.authority = 'unknown';
        await toldAbout(
          'proxied',
          'Self-signed certificate in the chain of aws.workbench.test:443.',
        );
        proxy.manner = 'wantsPassword';
        await toldAbout(
          'proxied',
          'The proxy on the way to aws.workbench.test:443 wants a user name',
        );
      } finally {
        await http.update('proxy', undefined, vscode.ConfigurationTarget.Global);
        proxy.close();
      }
      await run('sigfox.cloud.chooseProfile', 'listener', region);
      await says(/^Live · /);
    });

    it('is signed out in one state, shows the code, and goes on once it is confirmed (F11)', async () => {
      const chosen = run('sigfox.cloud.chooseProfile', 'dev', region);
      const code = await codeShown();
      await says(/^Signed out: dev$/);
      await says(/^Signed out of dev$/);
      // The messages stay where they are.
      const all = await seen('Signed out');
      assert.ok(
        all.some((row) => row.includes('1D743')),
        String(all),
      );
      await answer('Copy Code');
      await eventually(
        async () => vscode.env.clipboard.readText(),
        (text) => text === code,
      );
      // The person has the page open in a browser of theirs.
      await fetch(`${portal.url}/device?user_code=${encodeURIComponent(code)}`);
      await chosen;
      await says(new RegExp(`^dev · ${account} · ${region} · until \\d\\d:\\d\\d`));
      await says(/^Live · /);
      const [cached = ''] = fs.readdirSync(cache());
      assert.equal(fs.statSync(path.join(cache(), cached)).mode & 0o777, 0o600);
      const kept = fs.readFileSync(path.join(cache(), cached), 'utf8');
      tokens = Object.values(JSON.parse(kept) as Record<string, unknown>).filter(
        (value): value is string => typeof value === 'string' && value.startsWith('CANARY'),
      );
      assert.ok(tokens.length >= 3, String(tokens.length));
    });

    it('goes on by itself after a sign-in that another program made (F11)', async () => {
      await run('sigfox.cloud.chooseProfile', 'listener', region);
      await says(/^Live · /);
      const [cached = ''] = fs.readdirSync(cache());
      const away = path.join(home, 'away.json');
      fs.renameSync(path.join(cache(), cached), away);
      const chosen = run('sigfox.cloud.chooseProfile', 'dev', region);
      await codeShown();
      await answer('Cancel');
      await chosen;
      await says(/^Signed out: dev$/);
      fs.renameSync(away, path.join(cache(), cached));
      await says(/^dev · /);
      await says(/^Live · /);
      await run('sigfox.cloud.chooseProfile', 'listener', region);
      await says(/^Live · /);
    });

    it('leaves no secret in settings, state, logs, exported files or command lines', async () => {
      const secrets = [
        listener.secretAccessKey,
        listener.accessKeyId,
        'X-Amz-Signature',
        ...tokens,
      ];
      const folder = path.dirname(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '');
      const exported = ['all.jsonl', 'all.csv', 'all.sigfoxcapture'];
      const device = JSON.stringify(['device', `aws:listener:${region}`, '1D743']);
      for (const name of exported) {
        const kind = name.endsWith('capture') ? 'saveCapture' : 'export';
        await run(`sigfox.messages.${kind}`, device, path.join(folder, name));
      }
      // The window's own state lies with the browser, in the home of the workbench.
      const places = [folder, path.dirname(os.tmpdir())];
      const files = places.flatMap(filesBelow);
      const holding = (text: string) => files.filter((file) => holds(file, text));
      // What may be remembered is found: the search does see state and logs.
      assert.notDeepEqual(holding('AWS identity: signedIn'), []);
      assert.notDeepEqual(holding('sigfox.aws'), []);
      assert.deepEqual(
        holding('1D743')
          .flatMap((file) => exported.filter((name) => file.endsWith(name)))
          .sort(),
        exported.toSorted(),
      );
      for (const secret of secrets) assert.deepEqual(holding(secret), [], secret.slice(0, 12));
      const lines = commandLines();
      assert.ok(lines.length > 3);
      for (const secret of secrets) {
        assert.deepEqual(
          lines.filter((line) => line.includes(secret)),
          [],
        );
      }
    });

    function cache(): string {
      return path.join(home, 'sso/cache');
    }

    /** The code of the sign-in, as the dialog shows it. */
    async function codeShown(): Promise<string> {
      const pattern = /Your code for "dev": (\S+)\s+Confirm at 127\.0\.0\.1:\d+, and only if/;
      const texts = await eventually(
        () => textsOf('.monaco-dialog-box'),
        (all) => all.some((text) => pattern.test(text)),
      );
      return texts.flatMap((text) => pattern.exec(text)?.[1] ?? []).at(-1) ?? '';
    }

    async function answer(text: string): Promise<void> {
      const selector = `.monaco-dialog-box .monaco-button:text-is("${text}")`;
      await inWindow({ do: 'click', selector });
    }

    /** Choosing the profile ends with these words; the command waits until they are read. */
    async function toldAbout(name: string, words: string): Promise<void> {
      const chosen = run('sigfox.cloud.chooseProfile', name, region);
      const toasts = () => textsOf('.notifications-toasts .notification-list-item-message');
      await eventually(toasts, (all) => all.some((text) => text.includes(words)));
      await run('notifications.clearAll');
      await chosen;
    }
  });
}

/** What a portal hands out: keys of the role that end. */
async function assumeRole(pair: KeyPair, RoleArn: string) {
  const { Credentials: given } = await new STSClient(clientSettings(pair)).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'person' }),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
    expiration: given?.Expiration?.getTime() ?? 0,
  };
}

function filesBelow(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    // Neither the extension itself nor the browser's own caches of programs can hold what came later.
    if (/^(extensions|Cache|Code Cache|CachedProfilesData)$/.test(entry.name)) return [];
    if (entry.isDirectory()) return filesBelow(file);
    return entry.isFile() ? [file] : [];
  });
}

function holds(file: string, text: string): boolean {
  try {
    const bytes = fs.readFileSync(file);
    return bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'));
  } catch {
    return false;
  }
}

function commandLines(): string[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        return [fs.readFileSync(`/proc/${id}/cmdline`, 'utf8')];
      } catch {
        return [];
      }
    });
}
