import assert from 'node:assert/strict';
import fs from 'node:fs';
import { STSClient } from '@aws-sdk/client-sts';
import * as vscode from 'vscode';
import { keys, profile } from '../../support/awsFiles';
import { clientSettings, createUser, miniStack } from '../../support/miniStack';
import { control, Page } from '../../support/page';
import { VirtualCallback } from '../../support/virtualCallback';
import { eventually, hasWindow, inWindow, pick, rowsOf, textsOf } from '../../support/window';

const sigfoxAccount = '444455556666';
const externalId = '5832c0a1171ee25d3a4c9ee2';
const { account, region, endpoint } = miniStack;
const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const rows = () => textsOf('.pane-body .monaco-list-row');
const seen = (pattern: RegExp, timeoutMs = 60_000) =>
  eventually(rows, (all) => all.some((row) => pattern.test(row)), timeoutMs);
const status = (pattern: RegExp) =>
  eventually(
    () => textsOf('.part.statusbar .statusbar-item'),
    (all) => all.some((item) => pattern.test(item)),
    60_000,
  );
const toast = (pattern: RegExp) =>
  eventually(
    () => textsOf('.notifications-toasts .notification-list-item-message'),
    (all) => all.some((text) => pattern.test(text)),
    150_000,
  );

const proven = rowsOf('Chain')
  .split(', ')
  .map((row) => `${row}:has(.codicon-pass)`)
  .join(', ');

/** The how-to from its first step to its last, in its order and with its values. */
export function describeHowTo(): void {
  (hasWindow ? describe : describe.skip)('the whole how-to', function () {
    this.timeout(240_000);
    // One step builds on the other.
    this.bail(true);
    const launch = new Page('Launch Stack');
    const form = new Page('Callback Form');
    const monitor = new Page('Serial Monitor');
    let address = '';
    let roleArn = '';
    let body = '';
    let callback: VirtualCallback;
    let sts: STSClient;

    before(async () => {
      const everything = [{ Action: '*', Resource: '*' }];
      const person = await createUser('howto-person', everything);
      fs.writeFileSync(process.env['AWS_CONFIG_FILE'] ?? '', profile('howto'));
      fs.writeFileSync(process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? '', keys('howto', person), {
        mode: 0o600,
      });
      await run('sigfox.simulator.start');
    });

    it('makes a new sketch', async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      await run('sigfox.firmware.newSketch', folder, 'atThermometer', 'greenhouse');
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /temp::float:32/);
    });

    it('compiles and uploads it to the virtual board', async () => {
      void run('sigfox.simulator.startBoard', 'mega-wisol');
      const texts = await toast(/is plugged in at/);
      address = /\/dev\/pts\/\d+/.exec(texts.join('\n'))?.[0] ?? '';
      assert.notEqual(address, '', texts.join('\n'));
      await run('notifications.clearAll');
      const port = run('sigfox.firmware.choosePort');
      await pick('Arduino Mega');
      await port;
      await status(/Arduino Mega or Mega 2560/);
      void run('sigfox.firmware.upload');
      await toast(/^"greenhouse" runs on Arduino Mega/);
      await run('notifications.clearAll');
    });

    it('shows the message of the board in the tree', async () => {
      await run('sigfox.messages.focus');
      await seen(/^Virtual Board ?1D2C3B 21 °C/);
    });

    it('shows what the board says in the serial monitor', async () => {
      await run('sigfox.serial.open', address, 115_200);
      for (const line of [/^Sigfox ready$/, /^21\.00 AT\$SF=41A80000/, /^Message sent$/]) {
        await monitor.says('.row .text', line);
      }
    });

    it('launches the stack in the account', async () => {
      await run('sigfox.cloud.chooseProfile', 'howto', region);
      await status(new RegExp(`^howto · ${account} · ${region}`));
      await run('sigfox.cloud.launchStack');
      await launch.says('body', /Stack name/);
      await launch.select(control('source'), 'own');
      const values = {
        ExternalId: externalId,
        SigfoxPrincipal: sigfoxAccount,
        AWSAccountId: account,
        TopicName: 'sigfox',
      };
      for (const [name, value] of Object.entries(values)) {
        await launch.fill(control(`value:${name}`), value);
      }
      await launch.click(control('press:review'));
      await launch.says('body', /Nothing else, and nobody else\./);
      await launch.click(control('iam'));
      await launch.click(control('press:preview'));
      await launch.says('body', /What Will Be Made/);
      await launch.click(control('press:execute'));
      const [shown = ''] = await launch.says('body', /For the callback form of Sigfox/);
      roleArn = /arn:aws:iam::\d{12}:role\/\S+/.exec(shown)?.[0] ?? '';
      assert.notEqual(roleArn, '');
    });

    it('fills in the callback form, and what was saved there is right', async () => {
      await run('sigfox.callback.openForm');
      await form.says('dd code', new RegExp(roleArn.replace(/[/+.]/g, '\\$&')));
      // Which device of the simulator was the last to send, and has its config here, is left to chance.
      await form.fill('#config', 'temp::float:32');
      await form.says('dd code', /"\{customData#temp\}"/);
      const codes = await form.texts('dd code');
      assert.deepEqual(codes.slice(0, 5), [
        'CROSS_ACCOUNT',
        externalId,
        roleArn,
        'sigfox',
        'EU_WEST_1',
      ]);
      body = codes.at(-1) ?? '';
      assert.match(body, /"\{customData#temp\}"/);
      await form.fill('#pasted-externalId', externalId);
      await form.fill('#pasted-roleArn', roleArn);
      await form.fill('#pasted-topic', 'sigfox');
      await form.fill('#pasted-region', 'EU_WEST_1');
      await form.says('.verdict', /Nothing to object to\./);
    });

    it("lets Sigfox publish through the role, and shows the how-to's value", async () => {
      await run('sigfox.messages.connectAws', 'sigfox');
      // The rows of the chain need the room.
      for (const view of ['Sigfox Backend', 'Stack']) {
        await inWindow({ do: 'click', selector: `.pane-header[aria-label^="${view}"]` });
      }
      await seen(/^howto ?live/);
      await seen(/^This Window ?.*subscribed: howto/);
      // Sigfox's own account takes the role on, with the external id of the form.
      const sigfox = await createUser(
        'sigfox-network',
        [{ Action: 'sts:AssumeRole', Resource: '*' }],
        sigfoxAccount,
      );
      sts = new STSClient(clientSettings(sigfox));
      callback = callbackWith(externalId);
      await publish('1D743', '41df41e3', '27.907171', 77);
      await seen(/1D743.*27\.907171/);
    });

    it('joins the line of the board with the message that came through the role', async () => {
      // What the board sends reaches Sigfox, and from there the account only.
      await run('sigfox.simulator.plantFault', 'brokerAway');
      await run('sigfox.simulator.setTemperature', 23);
      await closeMonitor();
      // Opened, the port resets the board, once that has seen that nobody had it open.
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await run('sigfox.serial.open', address, 115_200);
      await monitor.says('.row .text', /^23\.00 AT\$SF=41B80000/);
      await monitor.says('.row .text', /^Message sent$/);
      await publish('1D2C3B', '41b80000', '23', 4_095);
      await monitor.says('span.note', /^arrived after \d+\.\d s$/);
      await seen(/1D2C3B ?23 /);
    });

    function callbackWith(id: string): VirtualCallback {
      return new VirtualCallback(sts, endpoint, {
        ...{ roleArn, region, topic: 'sigfox', externalId: id },
      });
    }

    /** Sigfox fills in the body of the callback form. */
    async function publish(device: string, data: string, temp: string, number: number) {
      const rendered = body
        .replace('{device}', device)
        .replace('{time}', String(Math.floor(Date.now() / 1_000)))
        .replace('{data}', data)
        .replace('{seqNumber}', String(number))
        .replace('{customData#temp}', temp);
      assert.deepEqual(await callback.publish(rendered), { kind: 'published' });
    }

    async function closeMonitor() {
      await monitor.click('.tabs .close');
      await eventually(
        () => monitor.texts('.tabs .close'),
        (all) => all.length === 0,
      );
    }

    it('has every link of the chain proven, and the doctor says so', async () => {
      const doctor = new Page('Why Do I See Nothing?');
      await run('sigfox.simulator.plantFault', 'none');
      await run('sigfox.messages.tryNow');
      await run('workbench.action.closePanel');
      await eventually(
        () => textsOf(proven),
        (rows) => rows.length === 7,
        60_000,
      );
      await run('sigfox.doctor.check', '1D743');
      await doctor.says('.verdict', /^(Every link works\.|Nothing is known to be broken)/);
    });

    it('takes over the external id of another form, by an update of the stack', async () => {
      const otherId = '6f0e11aa2b3c4d5e6f708192';
      await run('sigfox.callback.openForm');
      await form.fill('#pasted-externalId', otherId);
      await form.says('body', /it belongs to another form, so AWS refuses Sigfox the role\./);
      assert.equal((await callbackWith(otherId).publish('{}')).kind, 'refused');
      await form.click('button:has-text("Update the Stack\'s ExternalId…")');
      await launch.says('h1', /Update Stack "SigfoxIoTConnector"/);
      assert.equal(await launch.value(control('value:ExternalId')), otherId);
      await launch.click(control('press:review'));
      await launch.says('body', /Nothing else, and nobody else\./);
      await launch.click(control('iam'));
      await launch.click(control('press:preview'));
      await launch.says('body', /What Will Change/);
      await launch.click(control('press:execute'));
      await launch.says('body', /For the callback form of Sigfox/);
      await run('sigfox.callback.openForm');
      await form.says('.verdict', /Nothing to object to\./);
      assert.equal((await callback.publish('{}')).kind, 'refused');
      callback = callbackWith(otherId);
      await publish('1D743', '41df41e3', '27.907171', 78);
    });
  });
}
