import assert from 'node:assert/strict';
import type { LaunchSession } from '../../../src/cloud/launchSession';
import { readDraft } from '../../../src/cloud/launchDraft';
import { stackLifecycle } from '../../../src/cloud/stackLifecycle';
import { StackDesk, textsOf } from '../../support/stackDesk';
import { externalId, ownTemplate, sigfoxAccount, vendorTemplate } from './templates';

const noSignal = new AbortController().signal;
const values = { ExternalId: externalId, SigfoxPrincipal: sigfoxAccount };
const says = (session: LaunchSession) => textsOf(session.blocks()).join('\n');
const denied =
  'User: arn:aws:sts::000000000000:assumed-role/dev/me is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::000000000000:role/SigfoxIoTConnector-x because no identity-based policy allows the iam:CreateRole action (Service: Iam, Status Code: 403)';

describe('LaunchSession', () => {
  let desk: StackDesk;
  const press = (session: LaunchSession, id: string) =>
    desk.settle(session.receive({ kind: 'press', id }));
  const check = (session: LaunchSession, id: string) =>
    desk.settle(session.receive({ kind: 'check', id, isChecked: true }));
  const edit = (session: LaunchSession, id: string, value: string) =>
    desk.settle(session.receive({ kind: 'edit', id, value }));

  beforeEach(() => {
    desk = new StackDesk();
  });

  afterEach(() => {
    desk.store.dispose();
    desk.client.dispose();
  });

  async function begin(draft: Parameters<StackDesk['session']>[1] = { values }) {
    const session = desk.session(ownTemplate, draft);
    await desk.settle(session.begin());
    return session;
  }

  async function toPreview(draft?: Parameters<StackDesk['session']>[1]) {
    const session = await begin(draft);
    await press(session, 'review');
    await check(session, 'iam');
    await press(session, 'preview');
    return session;
  }

  async function launch(draft?: Parameters<StackDesk['session']>[1]) {
    const session = await toPreview(draft);
    await press(session, 'execute');
    return session;
  }

  const ended = (status: RegExp) =>
    desk.until(() => status.test(desk.store.snapshot?.stack.status ?? ''));

  it('fills in account and region, and says what is missing only once somebody wants to go on', async () => {
    const session = await begin({ values: {} });
    assert.match(says(session), /Account|000000000000/);
    assert.doesNotMatch(says(session), /This is needed/);
    await press(session, 'review');
    assert.equal(session.draft.page, 'form');
    assert.match(says(session), /This is needed/);
  });

  it('shows the fields of its own template once the simulator is chosen', async () => {
    const session = await begin({ values: {}, source: 'link', placeId: 'aws' });
    await edit(session, 'place', 'simulator');
    assert.equal(session.draft.source, 'own');
    assert.match(says(session), /External Id/);
  });

  it('takes the account of Sigfox from a role through which it publishes already', async () => {
    await launch();
    await ended(/^CREATE_COMPLETE$/);
    const roleArn = desk.store.target?.roleArn ?? '';
    const session = await begin({ values: {} });
    await edit(session, 'likeRole', roleArn);
    assert.deepEqual(session.draft.values, {
      SigfoxPrincipal: sigfoxAccount,
      ExternalId: externalId,
    });
    // What was typed is the person's.
    await edit(session, 'value:ExternalId', 'typed');
    await edit(session, 'likeRole', roleArn);
    assert.equal(session.draft.values['ExternalId'], 'typed');
  });

  it('says why a role tells nothing of Sigfox, and invents no account', async () => {
    const session = await begin({ values: {} });
    await edit(session, 'likeRole', 'arn:aws:cloudformation:eu-west-1:1:stack/x/1');
    assert.match(
      says(session),
      /This is the ARN of the stack\. The role is its output "ARNRole"\./,
    );
    const gone = 'arn:aws:iam::000000000000:role/gone';
    await edit(session, 'likeRole', gone);
    assert.match(says(session), new RegExp(`There is no role "${gone}" in this account\\.`));
    desk.client.readRole = (arn) =>
      Promise.resolve({ arn, principal: '000000000000', externalId: undefined });
    await edit(session, 'likeRole', gone);
    assert.match(says(session), /lets in only your own account, not the one of Sigfox\./);
    desk.client.readRole = (arn) =>
      Promise.resolve({ arn, principal: 'AROAEXAMPLEGONE', externalId: undefined });
    await edit(session, 'likeRole', gone);
    assert.match(says(session), /lets in no account, role or user of AWS\./);
    assert.deepEqual(session.draft.values, {});
  });

  it('grants in plain words, and sends nothing before it was acknowledged', async () => {
    const session = await begin();
    await press(session, 'review');
    assert.match(
      says(session),
      new RegExp(
        `The AWS account ${sigfoxAccount} may publish to the topic "sigfox" in eu-west-1 of the account 000000000000, when it shows the External Id "${externalId}"`,
      ),
    );
    assert.match(says(session), /Nothing else, and nobody else\./);
    // The page may say what it likes: without the acknowledgement nothing happens.
    await press(session, 'preview');
    assert.deepEqual(await desk.settle(desk.client.listStacks(noSignal)), []);
    await check(session, 'iam');
    await press(session, 'preview');
    assert.match(says(session), /New \| CrossAccountRoleForAWSIoT \| AWS::IAM::Role/);
  });

  it('creates, with events as they come, and gives the outputs', async () => {
    const session = await launch();
    await ended(/^CREATE_COMPLETE$/);
    assert.match(says(session), /Created just now/);
    assert.match(
      says(session),
      /ARNRole=arn:aws:iam::000000000000:role\/SigfoxIoTConnector-CrossAccountRoleForAWSIo-/,
    );
    assert.deepEqual(
      desk.store.snapshot?.events
        .map(({ logicalId, status, reason }) => [logicalId, status, reason])
        .toReversed(),
      [
        ['SigfoxIoTConnector', 'REVIEW_IN_PROGRESS', 'User Initiated'],
        ['SigfoxIoTConnector', 'CREATE_IN_PROGRESS', 'User Initiated'],
        ['CrossAccountRoleForAWSIoT', 'CREATE_IN_PROGRESS', undefined],
        ['CrossAccountRoleForAWSIoT', 'CREATE_IN_PROGRESS', 'Resource creation Initiated'],
        ['CrossAccountRoleForAWSIoT', 'CREATE_COMPLETE', undefined],
        ['SigfoxIoTConnector', 'CREATE_COMPLETE', undefined],
      ],
    );
    assert.deepEqual(desk.store.target?.topic, 'sigfox');
    assert.deepEqual(desk.store.target.externalId, externalId);
  });

  it('comes back after a reload in the middle of a creation, and loses nothing (F16)', async () => {
    const session = await launch();
    const kept: unknown = JSON.parse(JSON.stringify(session.draft));
    session.dispose();
    desk.store.follow(undefined);
    const again = await begin(readDraft(kept));
    await ended(/^CREATE_COMPLETE$/);
    assert.match(says(again), /ARNRole=/);
  });

  it('leaves nothing behind when the preview of a new stack is left', async () => {
    const session = await toPreview();
    const shell = await desk.settle(desk.client.describeStack('SigfoxIoTConnector', noSignal));
    assert.equal(shell?.status, 'REVIEW_IN_PROGRESS');
    await press(session, 'leavePreview');
    await desk.until(() => desk.clock.pending === 0);
    assert.deepEqual(await desk.settle(desk.client.listStacks(noSignal)), []);
    assert.equal(session.draft.page, 'grant');
  });

  it('reuses a shell it finds', async () => {
    await toPreview();
    const second = await launch();
    await ended(/^CREATE_COMPLETE$/);
    assert.equal((await desk.settle(desk.client.listStacks(noSignal))).length, 1);
    assert.match(says(second), /Created/);
  });

  it('says that a name is taken, before anything is sent', async () => {
    await launch();
    await ended(/^CREATE_COMPLETE$/);
    const second = await toPreview();
    assert.match(says(second), /There is a stack "SigfoxIoTConnector" already/);
  });

  it('says the first failure in plain words with its line and a next step (F16)', async () => {
    desk.misbehaviour.resource = ({ id }, verb) =>
      id === 'CrossAccountRoleForAWSIoT' && verb === 'CREATE' ? denied : undefined;
    const session = await launch();
    await ended(/^ROLLBACK_COMPLETE$/);
    const line =
      ownTemplate.split('\n').findIndex((text) => text.startsWith('  CrossAccountRoleForAWSIoT:')) +
      1;
    for (const text of [
      `First failed: CrossAccountRoleForAWSIoT, line ${line} of the template`,
      'You lack the right "iam:CreateRole".',
      'Hand the template over to somebody who may, or choose another profile.',
      'A stack that was rolled back can only be deleted. Then launch again.',
      '[step:deleteAndRelaunch]',
      '[step:handOver]',
    ]) {
      assert.ok(says(session).includes(text), `${text}\n---\n${says(session)}`);
    }
    const again = await toPreview();
    assert.match(says(again), /was rolled back and is still there/);
  });

  it('says beforehand which right is missing, where AWS tells', async () => {
    desk.misbehaviour.resource = () => denied;
    const session = await begin();
    await press(session, 'review');
    assert.match(says(session), /You may not do "iam:CreateRole": creating it yourself will fail/);
  });

  it('says "nothing would change" as good news', async () => {
    await launch();
    await ended(/^CREATE_COMPLETE$/);
    const session = await toPreview({ values, kind: 'update' });
    assert.match(says(session), /Nothing would change: the stack is as you want it\./);
    assert.doesNotMatch(says(session), /\[execute\]/);
  });

  it('updates, and takes an update back that failed', async () => {
    await launch();
    await ended(/^CREATE_COMPLETE$/);
    await launch({ kind: 'update', values: { ...values, TopicName: 'other' } });
    await ended(/^UPDATE_COMPLETE$/);
    assert.equal(desk.store.target?.topic, 'other');
    desk.misbehaviour.resource = (_resource, verb) =>
      verb === 'UPDATE' ? 'Internal Failure' : undefined;
    const session = await launch({ kind: 'update', values: { ...values, TopicName: 'third' } });
    await ended(/^UPDATE_ROLLBACK_COMPLETE$/);
    assert.match(says(session), /As before: the update failed/);
    assert.equal(desk.store.target.topic, 'other');
  });

  it('says where a template is wrong that CloudFormation looked at before', async () => {
    desk.misbehaviour.validation = () => [
      {
        logicalId: 'CrossAccountRoleForAWSIoT',
        path: undefined,
        reason: 'Resource of type AWS::IAM::Role already exists',
      },
    ];
    const session = await toPreview();
    assert.match(
      says(session),
      /CrossAccountRoleForAWSIoT, line \d+ of the template: Resource of type/,
    );
  });

  it('blocks a red template until somebody insists, and never sends a capability silently (H9)', async () => {
    const url = 'https://s3-eu-west-1.amazonaws.com/b/t.yaml';
    desk.fetched.set(url, vendorTemplate({ role: '      RoleName: Admin' }));
    const link = `https://console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/new?stackName=Evil&templateURL=${url}&param_TopicName=sigfox`;
    const session = await begin({ source: 'link', values: { ExternalId: externalId } });
    await edit(session, 'link', link);
    assert.equal(session.draft.stackName, 'Evil');
    await press(session, 'review');
    assert.match(says(session), /wants more than Sigfox needs/);
    for (const id of ['iam', 'red']) {
      await check(session, id);
      await press(session, 'preview');
      assert.equal(session.draft.page, 'grant');
    }
    await check(session, 'named');
    await press(session, 'preview');
    assert.equal(session.draft.page, 'preview');
  });

  it('takes the AWS account of Sigfox over from its own template', async () => {
    const url = 'https://s3-eu-west-1.amazonaws.com/b/t.yaml';
    desk.fetched.set(url, vendorTemplate());
    const session = await begin({ source: 'link', values: {} });
    const page = 'https://console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/new';
    await edit(session, 'link', `${page}?templateURL=${url}`);
    await edit(session, 'source', 'own');
    assert.match(says(session), new RegExp(`arn:aws:iam::${sigfoxAccount}:root`));
  });

  it('says that a boundary is no policy of the account, as AWS does', async () => {
    const boundary = 'arn:aws:iam::000000000000:policy/edge';
    const session = await launch({ values: { ...values, PermissionsBoundary: boundary } });
    await ended(/^ROLLBACK_COMPLETE$/);
    assert.match(says(session), /There is no such policy to be a boundary\./);
  });

  it('does not execute a template that is another one at AWS than was read', async () => {
    const padding = `# ${'x'.repeat(52_000)}\n`;
    const session = desk.session(padding + ownTemplate, { values });
    await desk.settle(session.begin());
    await press(session, 'review');
    await check(session, 'iam');
    await press(session, 'preview');
    const swapped = desk.client.getChangeSetTemplate.bind(desk.client);
    desk.client.getChangeSetTemplate = async (ids, signal) =>
      `${await swapped(ids, signal)}# swapped`;
    await press(session, 'execute');
    assert.match(says(session), /another one than you have read\. Nothing was made\./);
    assert.equal(
      (await desk.settle(desk.client.describeStack('SigfoxIoTConnector', noSignal)))?.status,
      'REVIEW_IN_PROGRESS',
    );
  });

  it('goes on more slowly when AWS asks for fewer calls, and loses no event (F15)', async () => {
    await launch();
    let refused = 0;
    desk.misbehaviour.call = (operation) =>
      operation === 'listEvents' && refused++ < 3
        ? { name: 'Throttling', message: 'Rate exceeded' }
        : undefined;
    await desk.until(() => desk.store.problem?.reason === 'throttled');
    assert.equal(desk.store.problem?.message, 'AWS asks for fewer calls; it goes on more slowly.');
    await ended(/^CREATE_COMPLETE$/);
    assert.equal(desk.store.problem, undefined);
    assert.equal(desk.store.snapshot?.events.length, 6);
  });

  it('says once that the session ended, stops asking, and goes on when somebody signs in', async () => {
    const session = await launch();
    let asked = 0;
    desk.misbehaviour.call = () => {
      asked += 1;
      return {
        name: 'ExpiredToken',
        message: 'The security token included in the request is expired',
      };
    };
    await desk.until(() => desk.store.problem?.reason === 'signedOut');
    assert.match(says(session), /Your AWS session has ended\./);
    const before = asked;
    for (let turn = 0; turn < 100; turn++) desk.clock.advance(10_000);
    await new Promise<void>((resolve) => setImmediate(resolve));
    assert.equal(asked, before);
    delete desk.misbehaviour.call;
    await desk.settle(desk.store.refresh());
    await ended(/^CREATE_COMPLETE$/);
  });

  it('says why a deletion failed, and lets the rest go', async () => {
    await launch();
    await ended(/^CREATE_COMPLETE$/);
    desk.misbehaviour.resource = (_resource, verb) =>
      verb === 'DELETE'
        ? 'Cannot delete entity, must detach all policies first. (Service: Iam, Status Code: 409)'
        : undefined;
    const id = desk.store.snapshot?.stack.id ?? '';
    await desk.settle(
      desk.client.deleteStack(id, { retain: [], serviceRoleArn: undefined }, noSignal),
    );
    await desk.settle(desk.store.refresh());
    await ended(/^DELETE_FAILED$/);
    const snapshot = desk.store.snapshot;
    assert.ok(snapshot);
    const lifecycle = stackLifecycle(snapshot, () => '');
    assert.deepEqual(
      [lifecycle.words, lifecycle.nextStep, lifecycle.steps],
      [
        'Not deleted: somebody attached more to the role than the stack did.',
        'Detach it in IAM, then delete again; or delete and leave the role behind.',
        ['delete', 'deleteRetaining'],
      ],
    );
    await desk.settle(
      desk.client.deleteStack(
        id,
        { retain: ['CrossAccountRoleForAWSIoT'], serviceRoleArn: undefined },
        noSignal,
      ),
    );
    await desk.settle(desk.store.refresh());
    await ended(/^DELETE_COMPLETE$/);
  });

  it('shows a reason with Markdown and control characters as the text it is (H4)', async () => {
    desk.misbehaviour.resource = () => '[click](command:evil) <img src=x> \u202eabc\u0007';
    const session = await launch();
    await ended(/^ROLLBACK_COMPLETE$/);
    assert.match(says(session), /AWS says: \[click\]\(command:evil\) <img src=x> \ufffdabc\ufffd/);
  });

  it('cancels an update, which is taken back', async () => {
    await launch();
    await ended(/^CREATE_COMPLETE$/);
    await launch({ kind: 'update', values: { ...values, TopicName: 'other' } });
    await desk.settle(desk.client.cancelUpdate('SigfoxIoTConnector', noSignal));
    await ended(/^UPDATE_ROLLBACK_COMPLETE$/);
    assert.equal(desk.store.target?.topic, 'sigfox');
  });
});
