import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LaunchSession } from '../../src/cloud/launchSession';
import { emptyDraft, type LaunchDraft } from '../../src/cloud/launchDraft';
import { SdkStackClient } from '../../src/cloud/io/cloudFormationClient';
import { IamReader } from '../../src/cloud/io/iamReader';
import type { StackClient } from '../../src/cloud/stackClient';
import { StackError } from '../../src/cloud/stackError';
import type { StackPlaces } from '../../src/cloud/stackPlace';
import { StackStore } from '../../src/cloud/stackStore';
import { Emitter } from '../../src/shared/event';
import { systemClock } from '../../src/shared/io/systemClock';
import { eventually } from '../support/eventually';
import { clientSettings, createUser, miniStack } from '../support/miniStack';
import { textsOf } from '../support/stackDesk';
import { VirtualCallback } from '../support/virtualCallback';

const template = readFileSync(
  path.resolve(import.meta.dirname, '../../media/cloudformation/sigfox-to-iot.yaml'),
  'utf8',
);
const sigfoxAccount = '444455556666';
const externalId = '5832c0a1171ee25d3a4c9ee2';
const noSignal = new AbortController().signal;

/** What a person needs who launches the stack: no more than these. */
const launcher = [
  {
    Action: ['cloudformation:*', 'iam:*', 'iot:*', 'dynamodb:*', 'logs:*'],
    Resource: '*',
  },
];

describe('a stack at an emulator of AWS', function () {
  this.timeout(120_000);
  let client: StackClient;
  let store: StackStore;
  let count = 0;

  const places = (): StackPlaces => ({
    onDidChange: new Emitter<undefined>().event,
    all: () =>
      Promise.resolve([
        {
          id: 'aws',
          name: 'dev',
          account: miniStack.account,
          region: miniStack.region,
          customEndpoint: miniStack.endpoint,
          problem: undefined,
        },
      ]),
    client: () => Promise.resolve(client),
  });

  before(async () => {
    client = stackClient(await createUser('launcher', launcher), 'user/launcher');
  });

  beforeEach(() => {
    store = new StackStore(places(), systemClock);
  });

  afterEach(async () => {
    store.dispose();
    for (const { id } of await client.listStacks(noSignal)) {
      await client.deleteStack(id, { retain: [], serviceRoleArn: undefined }, noSignal);
    }
  });

  async function launch(
    values: Readonly<Record<string, string>> = {},
    more: Partial<LaunchDraft> & { readonly template?: string } = {},
  ): Promise<LaunchSession> {
    count += 1;
    const session = new LaunchSession(
      {
        places: places(),
        store,
        clock: systemClock,
        fetcher: { fetch: () => Promise.reject(new Error('nothing is fetched here')) },
        ownTemplate: () => Promise.resolve(more.template ?? template),
        formatTime: String,
        ago: () => 'just now',
      },
      {
        ...emptyDraft,
        source: 'own',
        stackName: `sigfox-${count}`,
        ...more,
        values: { ExternalId: externalId, SigfoxPrincipal: sigfoxAccount, ...values },
      },
    );
    await session.begin();
    await session.receive({ kind: 'press', id: 'review' });
    await session.receive({ kind: 'check', id: 'iam', isChecked: true });
    await session.receive({ kind: 'check', id: 'red', isChecked: true });
    await session.receive({ kind: 'press', id: 'preview' });
    await session.receive({ kind: 'press', id: 'execute' });
    assert.equal(session.draft.page, 'stack', textsOf(session.blocks()).join('\n'));
    return session;
  }

  const ended = (status: RegExp) =>
    eventually(
      () => store.snapshot?.stack.status ?? '',
      (seen) => status.test(seen),
    );

  it('is created from our template by a user, and Sigfox publishes through its role', async () => {
    const session = await launch();
    await ended(/^CREATE_COMPLETE$/);
    assert.match(
      textsOf(session.blocks()).join('\n'),
      /ARNRole=arn:aws:iam::111122223333:role\/sigfox-\d+-/,
    );
    const target = store.target;
    assert.ok(target);
    assert.deepEqual(
      [target.region, target.topic, target.externalId],
      ['eu-west-1', 'sigfox', externalId],
    );
    const callback = new VirtualCallback(await sigfoxUser(), miniStack.endpoint, target);
    assert.deepEqual(
      await callback.publish('{"device":"1D743","time":"1479817071","temperature":"27.907171"}'),
      { kind: 'published' },
    );
  });

  it('shows a wrong External Id, topic, region and a deleted role each as what it is', async () => {
    await launch();
    await ended(/^CREATE_COMPLETE$/);
    const target = store.target;
    assert.ok(target);
    const user = await sigfoxUser();
    const attempt = (change: Partial<typeof target>) =>
      new VirtualCallback(user, miniStack.endpoint, { ...target, ...change }).publish('{}');
    assert.deepEqual(
      [
        await attempt({ externalId: 'another' }),
        await attempt({ externalId: undefined }),
        await attempt({ topic: 'Sigfox' }),
        await attempt({ topic: 'sigfox/sub' }),
        await attempt({ region: 'us-east-1' }),
        await attempt({ roleArn: store.snapshot?.stack.id ?? '' }),
      ],
      [
        { kind: 'refused', at: 'assumeRole', name: 'AccessDenied' },
        { kind: 'refused', at: 'assumeRole', name: 'AccessDenied' },
        { kind: 'refused', at: 'publish', name: 'ForbiddenException' },
        { kind: 'refused', at: 'publish', name: 'ForbiddenException' },
        { kind: 'refused', at: 'publish', name: 'ForbiddenException' },
        { kind: 'refused', at: 'assumeRole', name: 'ValidationError' },
      ],
    );
    const id = store.snapshot?.stack.id ?? '';
    await client.deleteStack(id, { retain: [], serviceRoleArn: undefined }, noSignal);
    await eventually(
      () => client.describeStack(id, noSignal),
      (stack) => stack?.status === 'DELETE_COMPLETE',
    );
    assert.deepEqual(await attempt({}), {
      kind: 'refused',
      at: 'assumeRole',
      name: 'AccessDenied',
    });
    await store.refresh();
    assert.equal(store.target, undefined);
  });

  it('keeps a history in DynamoDB, also of the how-to body without sequence number and data', async () => {
    await launch({ EnableHistory: 'true', RetentionDays: '7' });
    await ended(/^CREATE_COMPLETE$/);
    const target = store.target;
    assert.ok(target?.historyTable);
    const callback = new VirtualCallback(await sigfoxUser(), miniStack.endpoint, target);
    await callback.publish('{"device":"1D743","time":"1479817071","temperature":"27.907171"}');
    await callback.publish('{"device":"BEF","time":1479817072,"data":"41df41e3","seqNumber":7}');
    const database = new DynamoDBClient(clientSettings());
    const items = await eventually(
      async () =>
        (await database.send(new ScanCommand({ TableName: target.historyTable }))).Items ?? [],
      (found) => found.length === 2,
    );
    const howTo = items.find(({ device }) => device?.S === '1D743');
    assert.deepEqual(
      [howTo?.['time'], howTo?.['temperature'], howTo?.['topic']],
      [{ S: '1479817071' }, { S: '27.907171' }, { S: 'sigfox' }],
    );
    const received = Number(howTo?.['received']?.N);
    const expires = Number(howTo?.['expires']?.N);
    // The rule works both out from clocks of its own: the second may tick between them.
    assert.ok(
      Math.abs(expires - received / 1_000 - 7 * 86_400) < 2,
      `${expires} after ${received}`,
    );
  });

  it('rolls back when a part cannot be made, and says which, why, and on which line', async () => {
    const broken = template.replace('Sql: !Sub "SELECT ', 'Sql: !Sub "SELEC ');
    const session = await launch({ EnableHistory: 'true' }, { template: broken });
    await ended(/^ROLLBACK_COMPLETE$/);
    const page = textsOf(session.blocks()).join('\n');
    const line = broken.split('\n').findIndex((text) => text.startsWith('  HistoryRule:')) + 1;
    assert.match(page, new RegExp(`First failed: HistoryRule, line ${line} of the template`));
    assert.match(page, /AWS IoT does not accept the statement of the rule\./);
    assert.match(page, /\[step:deleteAndRelaunch\]/);
  });

  it('is updated, says when nothing changes, and shows the changed topic', async () => {
    const session = await launch();
    await ended(/^CREATE_COMPLETE$/);
    const { stackName } = session.draft;
    await launch({ TopicName: 'field/sigfox' }, { stackName, kind: 'update' });
    await ended(/^UPDATE_COMPLETE$/);
    assert.equal(store.target?.topic, 'field/sigfox');
    const ids = await client.createChangeSet(
      {
        kind: 'update',
        name: stackName,
        template,
        templateUrl: undefined,
        parameters: store.snapshot?.stack.parameters ?? new Map(),
        capabilities: ['CAPABILITY_IAM'],
        tags: new Map(),
        serviceRoleArn: undefined,
      },
      noSignal,
    );
    const empty = await eventually(
      () => client.describeChangeSet(ids, noSignal),
      ({ status }) => status !== 'creating',
    );
    assert.equal(empty.status, 'empty');
  });

  it('finds a trust policy that was changed by hand', async () => {
    await launch();
    await ended(/^CREATE_COMPLETE$/);
    const id = store.snapshot?.stack.id ?? '';
    const compare = async () => {
      const driftId = await client.startDrift(id, noSignal);
      return eventually(
        () => client.readDrift(driftId, id, noSignal),
        (found) => found !== undefined,
      );
    };
    assert.deepEqual(
      (await compare())?.map(({ status }) => status),
      ['same'],
    );
    const role = store.target?.roleArn ?? '';
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' },
      ],
    });
    await new IAMClient(clientSettings()).send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: role.slice(role.lastIndexOf('/') + 1),
        PolicyDocument,
      }),
    );
    assert.deepEqual(
      (await compare())?.map(({ logicalId, status }) => [logicalId, status]),
      [['CrossAccountRoleForAWSIoT', 'changed']],
    );
    assert.equal((await client.readRole(role, noSignal)).principal, '999999999999');
  });

  it('reads who may assume a role that is there, to fill the form in', async () => {
    await launch();
    await ended(/^CREATE_COMPLETE$/);
    const role = await client.readRole(store.target?.roleArn ?? '', noSignal);
    assert.equal(role.externalId, externalId);
    assert.match(
      role.principal ?? '',
      new RegExp(`^(${sigfoxAccount}|arn:aws:iam::${sigfoxAccount}:root)$`),
    );
  });

  it('says which right a person lacks, and that there is no such stack', async () => {
    const poor = stackClient(await createUser('poor', []), 'user/poor');
    await assert.rejects(poor.listStacks(noSignal), (error: StackError) => {
      assert.equal(error.reason, 'denied');
      assert.match(error.message, /^You may not do "cloudformation:DescribeStacks"/);
      return true;
    });
    assert.equal(await client.describeStack('nobody', noSignal), undefined);
    await assert.rejects(
      client.createChangeSet(
        {
          kind: 'create',
          name: 'sigfox-bare',
          template,
          templateUrl: undefined,
          parameters: new Map(
            Object.entries({
              ExternalId: externalId,
              SigfoxPrincipal: sigfoxAccount,
              AWSAccountId: miniStack.account,
              Region: miniStack.region,
            }),
          ),
          capabilities: [],
          tags: new Map(),
          serviceRoleArn: undefined,
        },
        noSignal,
      ),
      (error: StackError) => error.reason === 'missingCapability',
    );
  });

  it('leaves nothing behind when a preview is left', async () => {
    count += 1;
    const stackName = `sigfox-${count}`;
    const session = await previewOnly(stackName);
    assert.equal((await client.describeStack(stackName, noSignal))?.status, 'REVIEW_IN_PROGRESS');
    await session.leavePreview();
    await eventually(
      () => client.describeStack(stackName, noSignal),
      (stack) => stack === undefined,
    );
  });

  async function previewOnly(stackName: string): Promise<LaunchSession> {
    const session = new LaunchSession(
      {
        places: places(),
        store,
        clock: systemClock,
        fetcher: { fetch: () => Promise.reject(new Error()) },
        ownTemplate: () => Promise.resolve(template),
        formatTime: String,
        ago: String,
      },
      {
        ...emptyDraft,
        source: 'own',
        stackName,
        values: { ExternalId: externalId, SigfoxPrincipal: sigfoxAccount },
      },
    );
    await session.begin();
    await session.receive({ kind: 'press', id: 'review' });
    await session.receive({ kind: 'check', id: 'iam', isChecked: true });
    await session.receive({ kind: 'press', id: 'preview' });
    assert.equal(session.draft.page, 'preview', textsOf(session.blocks()).join('\n'));
    return session;
  }
});

describe('our template', function () {
  this.timeout(120_000);

  it('is clean for cfn-lint, which does find what is planted', () => {
    const program = process.env['CFN_LINT'] ?? '';
    const file = path.resolve(import.meta.dirname, '../../media/cloudformation/sigfox-to-iot.yaml');
    const lint = (of: string) => {
      const { status, stdout } = spawnSync(program, ['--include-checks', 'I', '--', of], {
        encoding: 'utf8',
      });
      return { status, stdout };
    };
    assert.deepEqual(lint(file), { status: 0, stdout: '' });
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lint-'));
    const planted = path.join(folder, 'planted.yaml');
    writeFileSync(planted, template.replace('!Ref ExternalId', '!Ref Nobody'));
    assert.match(lint(planted).stdout, /E1020|E1012|E6101|Nobody/);
    rmSync(folder, { recursive: true, force: true });
  });
});

function stackClient(
  credentials: { accessKeyId: string; secretAccessKey: string },
  who: string,
): StackClient {
  const settings = clientSettings(credentials);
  const iam = new IamReader(new IAMClient(settings), () =>
    Promise.resolve(`arn:aws:iam::${miniStack.account}:${who}`),
  );
  return new SdkStackClient(new CloudFormationClient(settings), iam, () => undefined);
}

let users = 0;

/** A user of Sigfox's own account, which may assume roles of others. */
async function sigfoxUser() {
  const statements = [{ Action: 'sts:AssumeRole', Resource: '*' }];
  const name = `sigfox-${(users += 1)}`;
  return new STSClient(clientSettings(await createUser(name, statements, sigfoxAccount)));
}
