import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SdkStackClient } from '../../src/cloud/io/cloudFormationClient';
import { readProfiles } from '../../src/cloud/awsProfile';
import { IamReader } from '../../src/cloud/io/iamReader';
import { readIotSession } from '../../src/cloud/io/iotSession';
import { dataEndpointUrl } from '../../src/cloud/iotEndpoint';
import { firstFailure } from '../../src/cloud/stackFailure';
import { targetOf } from '../../src/cloud/stackStore';
import { MqttMessageSource } from '../../src/messages/io/mqttMessageSource';
import { systemClock } from '../../src/shared/io/systemClock';
import { eventually } from '../support/eventually';
import { VirtualCallback } from '../support/virtualCallback';

const region = process.env['AWS_REGION'] ?? 'eu-west-1';
const run = randomBytes(4).toString('hex');
const name = `sigfox-workbench-check-${run}`;
const topic = `sigfox-workbench-check/${run}`;
const externalId = randomBytes(12).toString('hex');
const credentials = fromNodeProviderChain();
/** An emulator stands in for AWS: it is asked nothing it does not know. */
const emulator = process.env['AWS_ENDPOINT_URL'];
const clientId = `sigfox-workbench-check-${run}`;
const { signal } = new AbortController();
const minutes = (count: number) => count * 60_000;
const say = (text: string) => process.stdout.write(`${text}\n`);

const { Account: account = '', Arn: arn = '' } = await new STSClient({ region, credentials }).send(
  new GetCallerIdentityCommand({}),
);
say(`As ${arn} in ${region}`);
const iam = new IamReader(new IAMClient({ region, credentials }), () => Promise.resolve(arn));
const client = new SdkStackClient(
  new CloudFormationClient({ region, credentials }),
  iam,
  () => undefined,
);
let stackId: string | undefined;
try {
  await deploy();
  await publishAndReceive();
  say('It works.');
} finally {
  await remove();
}

async function deploy(): Promise<void> {
  const file = path.resolve(import.meta.dirname, '../../media/cloudformation/sigfox-to-iot.yaml');
  const ids = await client.createChangeSet(
    {
      kind: 'create',
      name,
      template: readFileSync(file, 'utf8'),
      templateUrl: undefined,
      // The account itself stands in for the one of Sigfox.
      parameters: new Map(
        Object.entries({
          ExternalId: externalId,
          SigfoxPrincipal: account,
          AWSAccountId: account,
          Region: region,
          TopicName: topic,
        }),
      ),
      capabilities: ['CAPABILITY_IAM'],
      tags: new Map([['made-by', 'sigfox-workbench-check']]),
      serviceRoleArn: undefined,
    },
    signal,
  );
  ({ stackId } = ids);
  const changeSet = await eventually(
    () => client.describeChangeSet(ids, signal),
    ({ status }) => status !== 'creating',
    minutes(2),
  );
  assert.equal(changeSet.status, 'ready', changeSet.reason);
  await client.executeChangeSet(ids, signal);
  const status = await settled(stackId);
  const failure = firstFailure(await client.listEvents(stackId, undefined, signal));
  assert.equal(status, 'CREATE_COMPLETE', failure?.said);
  say(`Created ${name}`);
}

async function publishAndReceive(): Promise<void> {
  const stack = await client.describeStack(name, signal);
  const target = stack && targetOf(stack);
  assert.ok(target, 'the stack tells role, region and topic');
  const { endpointAddress = '' } = await new IoTClient({ region, credentials }).send(
    new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }),
  );
  const received: string[] = [];
  const opened = await new MqttMessageSource(systemClock).open(
    {
      endpoint: {
        kind: 'aws',
        url: dataEndpointUrl(endpointAddress, emulator),
        region,
        credentials: () => credentials(),
      },
      topicFilters: [topic],
      clientId,
      onMessage: ({ body }) => void received.push(new TextDecoder().decode(body)),
      onEnd: (end) => say(`The connection ended: ${JSON.stringify(end)}`),
    },
    signal,
  );
  assert.ok(opened.kind === 'open', JSON.stringify(opened));
  const sts = new STSClient({ region, credentials });
  const dataUrl = emulator ?? `https://${endpointAddress}`;
  const body = '{"device":"1D743","time":"1479817071","temperature":"27.907171"}';
  const deliver = () => new VirtualCallback(sts, dataUrl, target).publish(body);
  // A new role is known everywhere only after some seconds.
  const delivery = await eventually(deliver, ({ kind }) => kind === 'published', minutes(2));
  assert.deepEqual(delivery, { kind: 'published' });
  await eventually(
    () => received,
    (all) => all.includes(body),
    30_000,
  );
  say(`Published through ${target.roleArn} and received on ${topic}`);
  const wrong = new VirtualCallback(sts, dataUrl, { ...target, externalId: 'wrong-external-id' });
  assert.deepEqual(await wrong.publish(body), {
    kind: 'refused',
    at: 'assumeRole',
    name: 'AccessDenied',
  });
  say('A wrong External Id is refused.');
  if (emulator === undefined) await checkSession(endpointAddress);
  await opened.session.close();
}

/** What the doctor asks. */
async function checkSession(endpointAddress: string): Promise<void> {
  const profiles = readProfiles({ config: '', credentials: '' }, {});
  const address = dataEndpointUrl(endpointAddress, undefined);
  const choice = { profile: '', region };
  const asked = { profiles, choice, address, clientId };
  assert.deepEqual(await readIotSession(asked, await credentials(), signal), {
    isConnected: true,
    subscriptions: [topic],
  });
  say('AWS IoT knows this connection and its subscription.');
}

async function remove(): Promise<void> {
  if (stackId === undefined) return;
  await client.deleteStack(stackId, { retain: [], serviceRoleArn: undefined }, signal);
  assert.equal(await settled(stackId), 'DELETE_COMPLETE', `delete ${name} by hand`);
  assert.equal(await client.describeStack(name, signal), undefined);
  const left = (await client.listStacks(signal)).filter((stack) => stack.name === name);
  assert.deepEqual(left, []);
  say('Deleted; nothing is left.');
}

async function settled(id: string): Promise<string> {
  const stack = await eventually(
    () => client.describeStack(id, signal),
    (seen) => seen !== undefined && !/IN_PROGRESS$/.test(seen.status),
    minutes(10),
  );
  return stack?.status ?? '';
}
