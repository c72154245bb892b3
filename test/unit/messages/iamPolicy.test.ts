import assert from 'node:assert/strict';
import type { Connection } from '../../../src/messages/connection';
import { connectionPolicy } from '../../../src/messages/iamPolicy';
import type { MissingRight } from '../../../src/messages/messageSource';

const identity = { account: '111122223333', arn: 'arn:aws-cn:iam::111122223333:user/dev' };
const subscribe: MissingRight = { action: 'iot:Subscribe', resource: 'topicfilter/sigfox' };

function policy(
  topicFilters: string[],
  missing = subscribe,
  who: typeof identity | null = identity,
) {
  const connection: Connection = {
    id: 'aws',
    name: 'dev',
    isSimulated: false,
    topicFilters,
    endpoint: {
      kind: 'aws',
      url: 'wss://x/mqtt',
      region: 'cn-north-1',
      credentials: () => Promise.reject(new Error('not asked for')),
      identity: () => who ?? undefined,
    },
  };
  const { Statement } = JSON.parse(connectionPolicy(connection, missing)) as {
    Statement: { Effect: string; Action: string; Resource: string | string[] }[];
  };
  return Object.fromEntries(Statement.map(({ Action, Resource }) => [Action, Resource]));
}

const arn = (resource: string) => `arn:aws-cn:iot:cn-north-1:111122223333:${resource}`;

describe('connectionPolicy', () => {
  it('names exactly one client, one filter and one topic, with account, region and partition', () => {
    assert.deepEqual(policy(['sigfox']), {
      'iot:Connect': arn('client/sigfox-workbench-*'),
      'iot:Subscribe': arn('topicfilter/sigfox'),
      'iot:Receive': arn('topic/sigfox'),
    });
  });

  it('has a star at the end for a "#" only, and for a "+" only in topics', () => {
    assert.deepEqual(policy(['sigfox', 'a/#', 'b/+/c']), {
      'iot:Connect': arn('client/sigfox-workbench-*'),
      'iot:Subscribe': ['sigfox', 'a/*', 'b/+/c'].map((tail) => arn(`topicfilter/${tail}`)),
      'iot:Receive': ['sigfox', 'a/*', 'b/*/c'].map((tail) => arn(`topic/${tail}`)),
    });
  });

  it('adds what was missing: publishing, and asking for the endpoint', () => {
    const publish = policy(['sigfox'], { action: 'iot:Publish', resource: 'topic/sigfox' });
    assert.equal(publish['iot:Publish'], arn('topic/sigfox'));
    const describe = policy(['sigfox'], { action: 'iot:DescribeEndpoint', resource: '*' });
    assert.equal(describe['iot:DescribeEndpoint'], '*');
  });

  it('leaves the account open where it is not known, and never asks for a user name', () => {
    const open = policy(['sigfox'], subscribe, null);
    assert.equal(open['iot:Receive'], 'arn:aws:iot:cn-north-1:<account id>:topic/sigfox');
    assert.doesNotMatch(JSON.stringify(open), /aws:username/);
  });
});
