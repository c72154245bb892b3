import assert from 'node:assert/strict';
import type { FindingCode } from '../../../src/cloud/templateFinding';
import { reviewTemplate } from '../../../src/cloud/templateReview';
import {
  account,
  externalId,
  fill,
  ownTemplate,
  ownValues,
  read,
  sigfoxAccount,
  vendorTemplate,
  vendorValues,
} from './templates';

const reviewOwn = (values: Readonly<Record<string, string>> = {}) =>
  reviewTemplate(read(ownTemplate), fill({ ...ownValues, ...values }));
const reviewVendor = (
  change: Parameters<typeof vendorTemplate>[0] = {},
  values: Readonly<Record<string, string>> = {},
) => reviewTemplate(read(vendorTemplate(change)), fill({ ...vendorValues, ...values }));
const topic = `arn:aws:iot:eu-west-1:${account}:topic/sigfox`;

describe('reviewTemplate', () => {
  it('finds nothing in our own template, and one right', () => {
    const review = reviewOwn();
    assert.deepEqual(review, {
      grants: [
        {
          kind: 'publish',
          who: sigfoxAccount,
          externalId,
          actions: ['iot:Publish'],
          resources: [topic],
        },
      ],
      findings: [],
      isRed: false,
      resources: [{ id: 'CrossAccountRoleForAWSIoT', type: 'AWS::IAM::Role' }],
      capabilities: ['CAPABILITY_IAM'],
      topic: { region: 'eu-west-1', account, topic: 'sigfox' },
    });
  });

  it('says the lookup of the endpoint as a right of its own, without a finding', () => {
    const review = reviewOwn({ AllowDescribeEndpoint: 'true' });
    assert.deepEqual(review.findings, []);
    assert.deepEqual(
      review.grants.map(({ kind, resources }) => [kind, ...resources]),
      [
        ['publish', topic],
        ['describeEndpoint', '*'],
      ],
    );
  });

  it('finds nothing in our history, whose rights end at its own table and log', () => {
    const review = reviewOwn({
      EnableHistory: 'true',
      PermissionsBoundary: `arn:aws:iam::${account}:policy/edge`,
    });
    assert.deepEqual(review.findings, []);
    assert.deepEqual(
      review.grants.map(({ kind, who }) => [kind, who]),
      [
        ['publish', sigfoxAccount],
        ['history', 'iot.amazonaws.com'],
        ['history', 'iot.amazonaws.com'],
      ],
    );
    assert.deepEqual(
      review.resources.map(({ id }) => id),
      ['CrossAccountRoleForAWSIoT', 'HistoryTable', 'HistoryErrors', 'RuleRole', 'HistoryRule'],
    );
  });

  it("finds nothing in a template of the shape of Sigfox's own", () => {
    const review = reviewVendor();
    assert.deepEqual(
      [review.findings, review.isRed, review.topic?.topic, review.capabilities],
      [[], false, 'sigfox', ['CAPABILITY_IAM']],
    );
  });
});

interface Hostile {
  readonly name: string;
  readonly change?: Parameters<typeof vendorTemplate>[0];
  readonly values?: Readonly<Record<string, string>>;
  readonly code: FindingCode;
  readonly says: RegExp;
}

const trust = (principal: string, condition: string, action = 'sts:AssumeRole') =>
  `- {Effect: Allow, Principal: ${principal}, Action: ${action}, Condition: ${condition}}`;
const sigfox = `{AWS: '${sigfoxAccount}'}`;
const asks = `{StringEquals: {'sts:ExternalId': !Ref ExternalId}}`;
const allow = (action: string, resource: string) =>
  `- {Effect: Allow, Action: ${action}, Resource: ${resource}}`;
const arn = (rest: string) => `!Sub 'arn:aws:iot:\${Region}:\${AWSAccountId}:${rest}'`;

const hostile: readonly Hostile[] = [
  {
    name: 'no External Id',
    change: { trust: `- {Effect: Allow, Principal: ${sigfox}, Action: sts:AssumeRole}` },
    code: 'externalId',
    says: /No External Id is asked of "444455556666"/,
  },
  {
    name: 'an empty External Id',
    values: { ExternalId: '' },
    code: 'externalId',
    says: /No External Id/,
  },
  {
    name: 'an External Id that is only asked for where there is one',
    change: { trust: trust(sigfox, `{StringEqualsIfExists: {'sts:ExternalId': !Ref ExternalId}}`) },
    code: 'externalId',
    says: /"StringEqualsIfExists"/,
  },
  {
    name: 'an External Id that any list holds, the empty one too',
    change: {
      trust: trust(sigfox, `{'ForAllValues:StringEquals': {'sts:ExternalId': !Ref ExternalId}}`),
    },
    code: 'externalId',
    says: /ForAllValues/,
  },
  {
    name: 'an External Id compared as a pattern',
    change: { trust: trust(sigfox, `{StringLike: {'sts:ExternalId': '*'}}`) },
    code: 'externalId',
    says: /"StringLike"/,
  },
  {
    name: 'two External Ids',
    change: {
      trust: trust(sigfox, `{StringEquals: {'sts:ExternalId': [!Ref ExternalId, backdoor]}}`),
    },
    code: 'externalId',
    says: /More than one External Id/,
  },
  {
    name: 'a second statement of trust, without',
    change: {
      trust: `${trust(sigfox, asks)}\n          - {Effect: Allow, Principal: {AWS: '999999999999'}, Action: sts:AssumeRole}`,
    },
    code: 'externalId',
    says: /No External Id is asked of "999999999999"/,
  },
  {
    name: 'everybody as principal',
    change: { trust: trust(`'*'`, asks) },
    code: 'principal',
    says: /Anybody may assume/,
  },
  {
    name: 'every AWS account as principal',
    change: { trust: trust(`{AWS: '*'}`, asks) },
    code: 'principal',
    says: /Anybody of "\*"/,
  },
  {
    name: 'a principal that is a web identity',
    change: { trust: trust(`{Federated: accounts.example}`, asks) },
    code: 'principal',
    says: /Federated "accounts\.example"/,
  },
  {
    name: 'everybody but one',
    change: {
      trust: `- {Effect: Allow, NotPrincipal: ${sigfox}, Action: sts:AssumeRole, Condition: ${asks}}`,
    },
    code: 'trust',
    says: /"NotPrincipal"/,
  },
  {
    name: 'every way to assume',
    change: { trust: trust(sigfox, asks, `'sts:*'`) },
    code: 'trust',
    says: /"sts:\*"/,
  },
  {
    name: 'every action of IoT',
    change: { statement: allow(`'iot:*'`, arn('topic/sigfox')) },
    code: 'wildcard',
    says: /fits "iot:\*"/,
  },
  {
    name: 'a question mark in an action',
    change: { statement: allow(`'iot:Publis?'`, arn('topic/sigfox')) },
    code: 'wildcard',
    says: /fits "iot:Publis\?"/,
  },
  {
    name: 'another action beside the one',
    change: { statement: allow(`[iot:Publish, 's3:GetObject']`, arn('topic/sigfox')) },
    code: 'action',
    says: /"s3:GetObject"/,
  },
  {
    name: 'NotAction',
    change: { statement: `- {Effect: Allow, NotAction: 'iam:*', Resource: '*'}` },
    code: 'notAction',
    says: /"NotAction"/,
  },
  {
    name: 'NotResource',
    change: { statement: `- {Effect: Allow, Action: iot:Publish, NotResource: 'arn:x'}` },
    code: 'notAction',
    says: /"NotResource"/,
  },
  {
    name: 'publishing everywhere, hidden behind the lookup',
    change: { statement: allow(`[iot:Publish, iot:DescribeEndpoint]`, `'*'`) },
    code: 'wildcard',
    says: /all that fits "\*"/,
  },
  {
    name: 'every topic',
    change: { statement: allow('iot:Publish', arn('topic/*')) },
    code: 'wildcard',
    says: /topic\/\*/,
  },
  {
    name: 'a parameter that becomes a wildcard',
    values: { TopicName: '*' },
    code: 'wildcard',
    says: /topic\/\*/,
  },
  {
    name: 'a region that becomes a wildcard',
    values: { Region: '*' },
    code: 'wildcard',
    says: /arn:aws:iot:\*:/,
  },
  {
    name: 'the account of somebody else',
    values: { AWSAccountId: '999999999999' },
    code: 'resourceArn',
    says: /another account than 111122223333/,
  },
  {
    name: "AWS IoT's own topics, which change shadows and run jobs",
    values: { TopicName: '$aws/things/door/shadow/update' },
    code: 'resourceArn',
    says: /topics AWS IoT keeps for itself/,
  },
  {
    name: 'a policy variable',
    change: { statement: allow('iot:Publish', arn('topic/${!aws:userid}')) },
    code: 'wildcard',
    says: /depends on who asks/,
  },
  {
    name: 'two topics',
    change: { statement: allow('iot:Publish', `[${arn('topic/a')}, ${arn('topic/b')}]`) },
    code: 'resourceArn',
    says: /2 topics/,
  },
  {
    name: 'a managed policy',
    change: { role: `      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess']` },
    code: 'managedPolicy',
    says: /AdministratorAccess/,
  },
  {
    name: 'a name for the role',
    change: { role: `      RoleName: OrganizationAccountAccessRole` },
    code: 'namedRole',
    says: /"OrganizationAccountAccessRole"/,
  },
  {
    name: 'a transform',
    change: { top: 'Transform: AWS::Serverless-2016-10-31' },
    code: 'transform',
    says: /rewrites the template/,
  },
  {
    name: 'a transform within',
    change: {
      extra: `  More: {Type: AWS::IAM::Policy, Properties: {'Fn::Transform': {Name: AWS::Include}}}`,
    },
    code: 'transform',
    says: /rewrites the template/,
  },
  {
    name: 'a nested stack',
    change: {
      extra: `  Deep: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://x'}}`,
    },
    code: 'nestedStack',
    says: /"Deep" is a stack of its own/,
  },
  {
    name: 'a custom resource',
    change: { extra: `  Run: {Type: Custom::Thing, Properties: {ServiceToken: 'arn:x'}}` },
    code: 'customResource',
    says: /"Run" runs code/,
  },
  {
    name: 'a user with a key',
    change: { extra: `  Eve: {Type: AWS::IAM::AccessKey, Properties: {UserName: eve}}` },
    code: 'resource',
    says: /AWS::IAM::AccessKey/,
  },
  {
    name: 'a second role for an outsider',
    change: {
      extra: `  Back:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n        Statement:\n          ${trust(`{AWS: '999999999999'}`, asks)}`,
    },
    code: 'role',
    says: /2 roles/,
  },
  {
    name: 'a policy for a role of the account',
    change: {
      extra: `  Grow:\n    Type: AWS::IAM::Policy\n    Properties: {PolicyName: x, Roles: [Admin], PolicyDocument: {Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}}`,
    },
    code: 'policy',
    says: /"Grow" changes the rights of somebody you already have/,
  },
  {
    name: 'a principal read from the parameter store',
    change: { trust: trust(`{AWS: '{{resolve:ssm:who}}'}`, asks) },
    code: 'principal',
    says: /not known/,
  },
  {
    name: 'a resource imported from another stack',
    change: { statement: allow('iot:Publish', `!ImportValue where`) },
    code: 'doubt',
    says: /not known: ‹!ImportValue›/,
  },
  {
    name: 'text that doubles with every level',
    change: {
      statement: allow(
        'iot:Publish',
        Array.from({ length: 20 }).reduce<string>(
          (inner) => `!Sub ['\${a}\${a}\${a}', {a: ${inner}}]`,
          `'aaaaaaaaaa'`,
        ),
      ),
    },
    code: 'doubt',
    says: /not known/,
  },
  {
    name: 'a rule that calls code',
    change: {
      extra: `  Rule: {Type: AWS::IoT::TopicRule, Properties: {TopicRulePayload: {Sql: "SELECT * FROM 'sigfox'", Actions: [{Lambda: {FunctionArn: 'arn:x'}}]}}}`,
    },
    code: 'history',
    says: /to "Lambda"/,
  },
  {
    name: 'a table that shares itself',
    change: {
      extra: `  Table: {Type: AWS::DynamoDB::Table, Properties: {ResourcePolicy: {PolicyDocument: {}}}}`,
    },
    code: 'history',
    says: /"Table" sets "ResourcePolicy"/,
  },
];

describe('reviewTemplate, on templates that want more (H9)', () => {
  for (const { name, change, values, code, says } of hostile) {
    it(`is red for ${name}`, () => {
      const review = reviewVendor(change, values);
      const found = review.findings.filter(
        (finding) => finding.severity === 'red' && finding.code === code,
      );
      assert.ok(review.isRed);
      assert.ok(
        found.some(({ message }) => says.test(message)),
        JSON.stringify(review.findings, null, 1),
      );
    });
  }

  it('names the line of what it finds', () => {
    const text = vendorTemplate({ role: '      RoleName: Admin' });
    const [finding] = reviewTemplate(read(text), fill(vendorValues)).findings;
    assert.equal(text.split('\n')[(finding?.line ?? 0) - 1]?.trim(), 'RoleName: Admin');
  });

  it('asks for no capability silently: each belongs to a finding or to the one role', () => {
    assert.deepEqual(reviewVendor({ role: '      RoleName: Admin' }).capabilities, [
      'CAPABILITY_IAM',
      'CAPABILITY_NAMED_IAM',
    ]);
    assert.deepEqual(reviewVendor({ top: 'Transform: X' }).capabilities, [
      'CAPABILITY_AUTO_EXPAND',
      'CAPABILITY_IAM',
    ]);
  });

  it('does not judge what a condition leaves out', () => {
    const change = {
      top: `Conditions: {Never: !Equals [!Ref Region, nowhere]}`,
      extra: `  Deep: {Type: AWS::CloudFormation::Stack, Condition: Never}`,
    };
    assert.deepEqual(reviewVendor(change).findings, []);
    assert.ok(reviewVendor(change, { Region: 'nowhere' }).isRed);
  });
});
