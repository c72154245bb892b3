import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { keys, listening, profile } from '../../support/awsFiles';
import { clientSettings, createUser, miniStack } from '../../support/miniStack';
import { publishAs } from '../../support/publishAs';
import { VirtualCallback } from '../../support/virtualCallback';
import { eventually, hasWindow, inWindow, rowsOf, textsOf } from '../../support/window';

const { account, region, endpoint } = miniStack;
const sigfoxAccount = '444455556666';
const externalId = '5832c0a1171ee25d3a4c9ee2';
const topic = 'field/sigfox';
const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const toasts = () => textsOf('.notifications-toasts .notification-list-item-message');

const onPage = (act: string, argument: Readonly<Record<string, unknown>>) =>
  inWindow({ do: 'inPage', title: 'Launch Stack', act, ...argument });
const field = (id: string) => `[data-id="${id}"]`;
/** What is typed while the page is drawn anew must not be lost: it is looked at again. */
const fill = async (id: string, text: string) => {
  await onPage('fill', { selector: field(id), text });
  await eventually(
    () => valueOf(id),
    (value) => value === text,
  );
};
const press = (id: string) => onPage('click', { selector: field(`press:${id}`) });
const valueOf = (id: string) => onPage('value', { selector: field(id) });
const says = (words: string) =>
  eventually(
    async () => (await onPage('texts', { selector: 'main' })) as string[],
    ([text = '']) => text.includes(words),
  );
const inStack = (pattern: RegExp) =>
  eventually(
    () => textsOf(rowsOf('Stack')),
    (rows) => rows.some((row) => pattern.test(row)),
  );
const inChain = (pattern: RegExp) =>
  eventually(
    () => textsOf(rowsOf('Chain')),
    (rows) => rows.some((row) => pattern.test(row)),
  );

/** From the form to a message in the tree, as a user of the account and with the cloud of Sigfox in another one. */
export function describeLaunch(): void {
  (hasWindow ? describe : describe.skip)('launching the stack at an emulator of AWS', function () {
    this.timeout(120_000);
    // One step builds on the other.
    this.bail(true);
    let callback: VirtualCallback;
    let sigfox: STSClient;
    let roleArn = '';

    const callbackWith = (change: { topic?: string; externalId?: string } = {}) =>
      new VirtualCallback(sigfox, endpoint, { roleArn, externalId, topic, region, ...change });

    before(async () => {
      const launcher = await createUser('wb-launcher', [
        {
          Action: ['cloudformation:*', 'iam:*', 'iot:*', 'dynamodb:*', 'logs:*'],
          Resource: '*',
        },
        ...listening(topic),
        ...listening(historyTopic),
      ]);
      const cloud = await createUser(
        'wb-sigfox-cloud',
        [{ Action: 'sts:AssumeRole', Resource: '*' }],
        sigfoxAccount,
      );
      sigfox = new STSClient(clientSettings(cloud));
      const home = path.join(process.env['HOME'] ?? '', '.aws');
      fs.appendFileSync(path.join(home, 'config'), profile('launcher'));
      fs.appendFileSync(path.join(home, 'credentials'), keys('launcher', launcher));
      await run('sigfox.messages.focus');
      await run('sigfox.cloud.chooseProfile', 'launcher', region);
    });

    it("offers Sigfox's own link first, and fills in account and region", async () => {
      await run('sigfox.cloud.launchStack');
      await says('Launch Stack link');
      assert.equal(await valueOf('source'), 'link');
      await onPage('select', { selector: field('source'), value: 'own' });
      await says('AWS account of Sigfox');
      await eventually(
        () => valueOf('value:AWSAccountId'),
        (value) => value === account,
      );
      assert.equal(await valueOf('region'), region);
    });

    it('says what it grants before anything is sent, and what would be made', async () => {
      await fill('value:ExternalId', externalId);
      await fill('value:SigfoxPrincipal', sigfoxAccount);
      await fill('value:TopicName', topic);
      await press('review');
      await says('Nothing else, and nobody else.');
      await onPage('click', { selector: field('iam') });
      await press('preview');
      await says('What Will Be Made');
    });

    it('writes what a colleague with the rights needs (Hand Over)', async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
      await run('sigfox.cloud.handOver', folder);
      const target = path.join(folder, 'SigfoxIoTConnector');
      const read = (name: string) => fs.readFileSync(path.join(target, name), 'utf8');
      assert.match(
        vscode.window.activeTextEditor?.document.getText() ?? '',
        /aws cloudformation create-stack \\\n +--stack-name SigfoxIoTConnector/,
      );
      const values = JSON.parse(read('parameters.json')) as { readonly ParameterValue: string }[];
      assert.ok(values.some(({ ParameterValue }) => ParameterValue === externalId));
      assert.match(read('template.yaml'), /sts:ExternalId/);
      assert.match(read('what-it-grants.md'), /field\/sigfox/);
      // The page is where it was.
      await run('sigfox.cloud.launchStack');
      await says('What Will Be Made');
    });

    it('creates the stack and shows its outputs', async () => {
      await press('execute');
      await says('For the callback form of Sigfox');
      const [text = ''] = (await onPage('texts', { selector: 'main' })) as string[];
      roleArn = new RegExp(`arn:aws:iam::${account}:role/\\S+`).exec(text)?.[0] ?? '';
      assert.notEqual(roleArn, '', text);
      assert.ok(text.includes(topic) && text.includes(region), text);
      await inChain(/^AWS Role ?may publish to field\/sigfox/);
    });

    it("connects to the stack's topic, and shows what Sigfox's cloud publishes through the role", async () => {
      const asking = run('sigfox.messages.connectAws');
      await eventually(
        () => inWindow({ do: 'value', selector: '.quick-input-box input' }),
        (value) => value === topic,
      );
      await inWindow({ do: 'press', key: 'Escape' });
      await asking;
      const connecting = run('sigfox.messages.connect');
      const offer = `.quick-input-list .monaco-list-row:has-text("from the outputs of the stack, in ${region}")`;
      await inWindow({ do: 'wait', selector: offer });
      assert.match((await textsOf(offer)).join(), /field\/sigfox/);
      await inWindow({ do: 'click', selector: offer });
      await connecting;
      await inChain(/^This Window ?subscribed: .* field\/sigfox, as /);
      callback = callbackWith();
      const body = '{"device":"5AC10","time":"1479817071","data":"41df41e3","seqNumber":7}';
      assert.deepEqual(await callback.publish(body), { kind: 'published' });
      await eventually(
        () => textsOf(rowsOf('Messages')),
        (rows) => rows.some((row) => row.startsWith('5AC10')),
      );
      await inChain(/^Topic ?.*field\/sigfox/);
    });

    it('lets nothing through with a wrong External Id or to another topic', async () => {
      assert.deepEqual(await callbackWith({ externalId: 'another' }).publish('{}'), {
        kind: 'refused',
        at: 'assumeRole',
        name: 'AccessDenied',
      });
      const elsewhere = await callbackWith({ topic: 'field/other' }).publish('{}');
      assert.deepEqual([elsewhere.kind, 'at' in elsewhere && elsewhere.at], ['refused', 'publish']);
    });

    it('finds what was changed by hand', async () => {
      const iam = new IAMClient(clientSettings());
      await iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: roleArn.split('/').at(-1) ?? '',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: `arn:aws:iam::${sigfoxAccount}:root` },
                Action: 'sts:AssumeRole',
              },
            ],
          }),
        }),
      );
      await run('sigfox.cloud.compareStack');
      await eventually(toasts, (all) =>
        all.some((text) => /was changed by hand: .*AssumeRolePolicyDocument/.test(text)),
      );
      await run('notifications.clearAll');
    });

    it('asks before it deletes, deletes, and says that Sigfox can no longer publish', async () => {
      const deleting = run('sigfox.cloud.deleteStack');
      const dialog = '.monaco-dialog-box';
      const [question = ''] = await eventually(
        () => textsOf(dialog),
        (all) => all.length > 0,
      );
      assert.match(question, /Delete stack "SigfoxIoTConnector" and its \d+ resources\?/);
      assert.match(question, /Sigfox can no longer publish\./);
      await inWindow({ do: 'click', selector: `${dialog} .monaco-button:has-text("Delete")` });
      await deleting;
      await inChain(/^AWS Role ?.*(SigfoxIoTConnector|no longer there)/);
      await eventually(
        () => callback.publish('{}'),
        (delivery) => delivery.kind === 'refused' && delivery.at === 'assumeRole',
      );
      await inStack(/./);
    });
  });
}

const historyTopic = 'field/history';
const unfinished = 'sigfox-unfinished';

/** A stack with a history: what it kept is asked for by the window that comes after. */
export function describeHistory(): void {
  (hasWindow ? describe : describe.skip)('a stack that keeps a history', function () {
    this.timeout(120_000);
    this.bail(true);

    it('is launched from the same page', async () => {
      await run('sigfox.cloud.forgetStack');
      await run('workbench.action.closeAllEditors');
      await run('sigfox.cloud.launchStack');
      await says('Launch Stack link');
      await onPage('select', { selector: field('source'), value: 'own' });
      await says('AWS account of Sigfox');
      await fill('stackName', 'sigfox-history');
      await fill('value:ExternalId', externalId);
      await fill('value:SigfoxPrincipal', sigfoxAccount);
      await fill('value:TopicName', historyTopic);
      await onPage('click', { selector: field('value:EnableHistory') });
      await press('review');
      await says('Nothing else, and nobody else.');
      await onPage('click', { selector: field('iam') });
      await press('preview');
      await says('What Will Be Made');
      await press('execute');
      await says('For the callback form of Sigfox');
      await inChain(/^AWS Role ?may publish to field\/history/);
    });

    it('is asked for once more, on a page that is not finished when the window closes', async () => {
      await run('workbench.action.closeAllEditors');
      await run('sigfox.cloud.launchStack');
      await onPage('select', { selector: field('source'), value: 'own' });
      await says('AWS account of Sigfox');
      await fill('stackName', unfinished);
      await fill('value:ExternalId', externalId);
      // In a browser the editor keeps the state of its pages every five seconds, and not when it is closed.
      await new Promise((resolve) => setTimeout(resolve, 7_000));
    });

    it('keeps what Sigfox publishes while no window listens', async () => {
      await run('sigfox.messages.connectAws', historyTopic);
      await inChain(/^This Window ?subscribed: .* field\/history, as /);
      await run('sigfox.messages.disconnect');
      const user = await createUser('wb-outside', [{ Action: 'iot:*', Resource: '*' }]);
      for (const body of keptBodies) await publishAs(user, historyTopic, body);
    });
  });
}

/** The second is the how-to's own: strings, no sequence number and no payload. */
const keptBodies = [
  '{"device":"7A110","time":1479817072,"data":"41df41e3","seqNumber":7}',
  '{"device":"7B220","time":"1479817071","temperature":"27.907171"}',
];

/** In the window after the reload. */
export function describeHistoryAfterReload(): void {
  (hasWindow ? describe : describe.skip)('a window that was away', function () {
    this.timeout(120_000);

    it('has the unfinished launch page as it was', async () => {
      await says('AWS account of Sigfox');
      assert.equal(await valueOf('source'), 'own');
      assert.equal(await valueOf('stackName'), unfinished);
      assert.equal(await valueOf('value:ExternalId'), externalId);
    });

    it('shows what the history of the stack has kept, the body of the how-to too', async () => {
      await run('sigfox.messages.focus');
      await run('sigfox.messages.connectAws', historyTopic);
      const wanted = [/^7A110/, /^7B220/, /^While You Were Away ?2 messages from 2 devices/];
      await eventually(
        () => textsOf(rowsOf('Messages')),
        (all) => wanted.every((pattern) => all.some((row) => pattern.test(row))),
      );
    });
  });
}
