import assert from 'node:assert/strict';
import { readLaunchLink, templateUrlProblem } from '../../../src/cloud/launchLink';

const template = 'https://s3-eu-west-1.amazonaws.com/cloud-f/sigfox.json';
const at = (page: string, rest = `?stackName=SigfoxIoTConnector&templateURL=${template}`) =>
  `https://console.aws.amazon.com/cloudformation/home?region=eu-west-1#${page}${rest}`;

const accepted: readonly [name: string, text: string][] = [
  ['the page of 2016', at('/stacks/new')],
  ['without the leading slash', at('stacks/new')],
  ['the first page of today', at('/stacks/create')],
  ['the review page', at('/stacks/create/review')],
  ['the template page', at('/stacks/create/template')],
  ['quick create', at('/stacks/quickcreate')],
  [
    "a region's own console",
    `https://eu-west-1.console.aws.amazon.com/cloudformation/home#/stacks/quickcreate?templateUrl=${encodeURIComponent(template)}&stackName=SigfoxIoTConnector`,
  ],
  [
    'wrapped in the sign-in page',
    `https://eu-west-1.signin.aws.amazon.com/oauth?redirect_uri=${encodeURIComponent(at('/stacks/new').replace('#', '&isauthcode=true#'))}`,
  ],
  ['spaces around it', `  ${at('/stacks/new')}\n`],
];

const refused: readonly [name: string, text: string, reason: RegExp][] = [
  ['nothing', '', /^Paste/],
  ['no link', 'see the page', /no link/],
  ['http', at('/stacks/new').replace('https', 'http'), /Only "https"/],
  ['javascript', 'javascript:alert(1)', /Only "https"/],
  [
    'a host that looks like it',
    at('/stacks/new').replace('amazon.com', 'amazon.com.evil.example'),
    /not the console/,
  ],
  [
    'a host before the @',
    at('/stacks/new').replace('https://', 'https://console.aws.amazon.com@evil.example/'),
    /user name/,
  ],
  ['a port', at('/stacks/new').replace('.com/', '.com:8443/'), /port/],
  ['another service', at('/stacks/new').replace('/cloudformation/', '/iam/'), /another part/],
  ['another page', at('/stacks/delete'), /leads to "\/stacks\/delete"/],
  ['no template', at('/stacks/new', '?stackName=a'), /names no template/],
  [
    'a template elsewhere',
    at('/stacks/new', '?templateURL=https://evil.example/s3.amazonaws.com/x'),
    /"evil\.example", not on S3/,
  ],
  [
    'a host that ends like S3',
    at('/stacks/new', '?templateURL=https://evils3.amazonaws.com/x'),
    /not on S3/,
  ],
  [
    'a host that begins like S3',
    at('/stacks/new', '?templateURL=https://s3.amazonaws.com.evil.example/x'),
    /not on S3/,
  ],
  [
    'a template by http',
    at('/stacks/new', '?templateURL=http://s3.amazonaws.com/b/x'),
    /Only "https"/,
  ],
  ['a template from a file', at('/stacks/new', '?templateURL=file:///etc/passwd'), /Only "https"/],
  [
    'a template of this machine',
    at('/stacks/new', '?templateURL=https://127.0.0.1/x'),
    /not on S3/,
  ],
  [
    'two templates',
    at('/stacks/new', `?templateURL=${template}&templateurl=${template}`),
    /"templateurl" twice/,
  ],
  [
    'a stack name that is none',
    at('/stacks/new', `?templateURL=${template}&stackName=../x`),
    /cannot be the name/,
  ],
  ['a region that is none', at('/stacks/new').replace('region=eu-west-1', 'region=*'), /no region/],
  [
    'a parameter that is none',
    at('/stacks/new', `?templateURL=${template}&param_a.b=1`),
    /cannot be a parameter/,
  ],
  [
    'a wrapping that leads elsewhere',
    'https://signin.aws.amazon.com/oauth?redirect_uri=https%3A%2F%2Fevil.example%2F',
    /not the console/,
  ],
  ['a wrapping of nothing', 'https://signin.aws.amazon.com/oauth', /leads nowhere/],
  ['a link as long as a book', `${at('/stacks/new')}&x=${'y'.repeat(9_000)}`, /too long/],
];

describe('readLaunchLink', () => {
  for (const [name, text] of accepted) {
    it(`accepts ${name}`, () => {
      assert.deepEqual(readLaunchLink(text), {
        kind: 'link',
        link: {
          templateUrl: template,
          stackName: 'SigfoxIoTConnector',
          region: 'eu-west-1',
          parameters: new Map(),
        },
      });
    });
  }

  for (const [name, text, reason] of refused) {
    it(`refuses ${name} (H9)`, () => {
      const reading = readLaunchLink(text);
      assert.match(reading.kind === 'refused' ? reading.reason : JSON.stringify(reading), reason);
    });
  }

  it('takes the parameters a link fills in', () => {
    const reading = readLaunchLink(
      at(
        '/stacks/create/review',
        `?templateURL=${template}&param_TopicName=a%2Fb&param_ExternalId=5832c0a1`,
      ),
    );
    assert.deepEqual(reading.kind === 'link' && [...reading.link.parameters], [
      ['TopicName', 'a/b'],
      ['ExternalId', '5832c0a1'],
    ]);
  });
});

describe('templateUrlProblem', () => {
  for (const host of [
    's3.amazonaws.com',
    's3-eu-west-1.amazonaws.com',
    's3.eu-west-1.amazonaws.com',
    's3.dualstack.eu-west-1.amazonaws.com',
    's3-external-1.amazonaws.com',
    'bucket.s3.amazonaws.com',
    'my.dotted-bucket.s3.eu-central-1.amazonaws.com',
    'bucket.s3-us-west-2.amazonaws.com',
    'bucket.s3.dualstack.ap-southeast-2.amazonaws.com',
    'bucket.s3.cn-north-1.amazonaws.com.cn',
    'bucket.s3.us-gov-west-1.amazonaws.com',
  ]) {
    it(`knows ${host}`, () => {
      assert.equal(templateUrlProblem(`https://${host}/a/template.yaml`), undefined);
    });
  }
});
