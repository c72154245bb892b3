import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CompanyProxy } from '../../support/companyProxy';
import { eventually, hasWindow, inWindow, textsOf } from '../../support/window';
import { apiUser, startVirtualSigfox } from '../../support/virtualSigfox';

const rows = () => textsOf('.pane-body .monaco-list-row');
const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const seen = (pattern: RegExp) => eventually(rows, (all) => all.some((row) => pattern.test(row)));
const row = (pane: string, text: string) =>
  `.pane:has(.pane-header[aria-label^="${pane}"]) .monaco-list-row:has-text(${JSON.stringify(text)})`;

/** What reached Sigfox, in a window: the simulator's backend without a word, a person's own after signing in. */
export function describeBackend(): void {
  (hasWindow ? describe : describe.skip)("Sigfox's backend", function () {
    this.timeout(120_000);

    before(async () => {
      await run('sigfox.simulator.start');
      await run('sigfox.messages.focus');
    });

    it('shows a message that reached Sigfox but not the topic, with the reason of the callback', async () => {
      await run('sigfox.simulator.sendUplink', '1D743', '41df41e3');
      await seen(/^Greenhouse 3/);
      await inWindow({
        do: 'click',
        selector: `${row('Messages', 'Greenhouse 3')} .monaco-tl-twistie`,
      });
      await run('sigfox.simulator.plantFault', 'roleRefused');
      await run('sigfox.simulator.sendUplink', '1D743', '41df6852');
      await seen(/#\d+ lost: The callback was answered with 403: User: .* sts:AssumeRole/);
      await seen(/^AWS Role ?The callback was answered with 403/);
      await run('sigfox.simulator.plantFault', 'none');
    });

    it("shows the simulator's device types and devices without a sign-in", async () => {
      await run('sigfox.backend.focus');
      await seen(/^Thermometer ?2 devices temp::float:32/);
      await seen(/^Buoy ?BEF$/);
    });

    it('asks for login and password, refuses a wrong one, and shows the account', async () => {
      const sigfox = await startVirtualSigfox();
      await sigfox.send('2BEE81', '0000125fa200641451'.slice(0, 16));
      const settings = vscode.workspace.getConfiguration('sigfox');
      await settings.update('backendUrl', sigfox.server.baseUrl, vscode.ConfigurationTarget.Global);
      try {
        await signIn('wrong');
        const toasts = () => textsOf('.notifications-toasts .notification-list-item-message');
        await eventually(toasts, (all) =>
          all.some((text) => text.includes('Sigfox does not know this API user')),
        );
        await run('notifications.clearAll');
        await signIn(apiUser.password);
        await eventually(
          () => textsOf('.pane-header .description'),
          (all) => all.includes(apiUser.login),
        );
        await run('sigfox.backend.signOut');
        await eventually(
          () => textsOf('.pane-header .description'),
          (all) => all.includes('Simulator'),
        );
      } finally {
        await settings.update('backendUrl', undefined, vscode.ConfigurationTarget.Global);
        await sigfox.close();
      }
    });

    it("goes through the editor's proxy, trusts what the editor trusts, and says what is in the way (F21)", async () => {
      const sigfox = await startVirtualSigfox();
      const { origin, pathname } = new URL(sigfox.server.baseUrl);
      const proxy = await CompanyProxy.start(process.env['CLOUD_AUTHORITIES'] ?? '', origin);
      proxy.renamesHost = true;
      const { Global } = vscode.ConfigurationTarget;
      const settings = vscode.workspace.getConfiguration();
      await settings.update('http.proxy', proxy.url, Global);
      const place = `https://sigfox.workbench.test${pathname}`;
      await settings.update('sigfox.backendUrl', place, Global);
      try {
        await signIn(apiUser.password);
        await eventually(
          () => textsOf('.pane-header .description'),
          (all) => all.includes(apiUser.login),
        );
        assert.ok(proxy.connects.includes('sigfox.workbench.test:443'));
        await run('sigfox.backend.focus');
        proxy.authority = 'unknown';
        await run('sigfox.backend.refresh');
        await seen(
          /Self-signed certificate in the chain of sigfox\.workbench\.test:443\. If your company/,
        );
        proxy.manner = 'wantsPassword';
        await run('sigfox.backend.refresh');
        await seen(/The proxy on the way to sigfox\.workbench\.test:443 wants a user name/);
      } finally {
        await run('sigfox.backend.signOut');
        await settings.update('http.proxy', undefined, Global);
        await settings.update('sigfox.backendUrl', undefined, Global);
        proxy.close();
        await sigfox.close();
      }
    });
  });
}

async function signIn(password: string): Promise<void> {
  void run('sigfox.backend.signIn');
  const prompt = () => textsOf('.quick-input-widget .quick-input-message');
  await eventually(prompt, (all) => all.some((text) => text.includes('Login of an API user')));
  await inWindow({ do: 'press', key: 'Control+a' });
  await inWindow({ do: 'type', text: apiUser.login });
  await inWindow({ do: 'press', key: 'Enter' });
  await eventually(prompt, (all) => all.some((text) => text.includes('Its password')));
  await inWindow({ do: 'type', text: password });
  await inWindow({ do: 'press', key: 'Enter' });
}
