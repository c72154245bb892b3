import assert from 'node:assert/strict';
import {
  describeProfile,
  environmentProfile,
  mfaSerialsOf,
  profileChain,
  readProfiles,
  ssoSessionOf,
} from '../../../src/cloud/awsProfile';
import { customEndpoint } from '../../../src/cloud/customEndpoint';

const read = (config: string, credentials = '', environment: Record<string, string> = {}) =>
  readProfiles({ config, credentials }, environment);
const kinds = (config: string, credentials = '') =>
  Object.fromEntries(read(config, credentials).all.map(({ name, kind }) => [name, kind.kind]));

const portal =
  '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n';
const viaPortal = 'sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Reader\n';

describe('readProfiles', () => {
  const rows: readonly [why: string, config: string, credentials: string, expected: object][] = [
    ['nothing at all', '', '', {}],
    [
      'keys in the credentials file',
      '',
      '[dev]\naws_access_key_id=A\naws_secret_access_key=B',
      { dev: 'static' },
    ],
    [
      'the default profile needs no word "profile"',
      '[default]\ncredential_process = x',
      '',
      { default: 'process' },
    ],
    ['another section of the config file does', '[dev]\ncredential_process = x', '', {}],
    [
      'quotes around a name',
      '[profile "my dev"]\ncredential_process = x\n[profile "dev"]\ncredential_process=x',
      '',
      { dev: 'process' },
    ],
    [
      'both files make one profile',
      '[profile dev]\nregion = eu-west-1',
      '[dev]\naws_access_key_id=A\naws_secret_access_key=B',
      { dev: 'static' },
    ],
    [
      'a role by another profile',
      '[profile r]\nrole_arn=a:role/r\nsource_profile=dev',
      '',
      { r: 'role' },
    ],
    [
      'a role by the environment',
      '[profile r]\nrole_arn=a:role/r\ncredential_source=Environment',
      '',
      { r: 'role' },
    ],
    [
      'a role with both sources is none',
      '[profile r]\nrole_arn=a:role/r\nsource_profile=dev\ncredential_source=Environment',
      '',
      { r: 'unusable' },
    ],
    [
      'a role goes before keys beside it',
      '[profile r]\nrole_arn=a:role/r\nsource_profile=r',
      '[r]\naws_access_key_id=A\naws_secret_access_key=B',
      { r: 'role' },
    ],
    [
      'web identity',
      '[profile w]\nrole_arn=a:role/w\nweb_identity_token_file=/t',
      '',
      { w: 'webIdentity' },
    ],
    ['single sign-on with a session', `${portal}[profile s]\n${viaPortal}`, '', { s: 'sso' }],
    [
      'single sign-on of the older form',
      '[profile s]\nsso_start_url=https://x.awsapps.com/start\nsso_region=eu-west-1\nsso_account_id=1\nsso_role_name=R',
      '',
      { s: 'sso' },
    ],
    ['a session that is not there', `[profile s]\n${viaPortal}`, '', { s: 'unusable' }],
    [
      'a login of the AWS CLI',
      '[profile l]\nlogin_session = arn:aws:iam::1:user/x',
      '',
      { l: 'login' },
    ],
    ['a region alone', '[profile e]\nregion=eu-west-1', '', { e: 'unusable' }],
    [
      'line ends of Windows and a byte order mark',
      '\ufeff[profile d]\r\ncredential_process = x\r\n',
      '',
      { d: 'process' },
    ],
    [
      'comments of both kinds',
      '# c\n; c\n[profile d] # c\ncredential_process = x # c',
      '',
      { d: 'process' },
    ],
    ['keys in another case', '[profile d]\nCredential_Process = x', '', { d: 'process' }],
    ['a section that is not closed', '[profile d\ncredential_process = x', '', {}],
    [
      'assignments before any section',
      'credential_process = x\n[profile d]\nregion = x',
      '',
      { d: 'unusable' },
    ],
    [
      'names of the language',
      '[profile __proto__]\ncredential_process = x\n[profile constructor]\ncredential_process = x',
      '',
      { __proto__: null, constructor: 'process' },
    ],
  ];
  for (const [why, config, credentials, expected] of rows) {
    it(`reads ${why}`, () => {
      const found = kinds(config, credentials);
      const wanted = Object.entries(expected).filter(([, kind]) => kind !== null);
      const names = Object.entries(found).filter(([name]) => name !== '__proto__');
      assert.deepEqual(Object.fromEntries(names), Object.fromEntries(wanted));
    });
  }

  it('never throws and stays quick for what is no config file', () => {
    const hostile = [
      '\0'.repeat(100_000),
      '['.repeat(100_000),
      `[profile ${'x'.repeat(100_000)}]\nregion = y`,
      '=\n'.repeat(200_000),
      Array.from({ length: 50_000 }, (_, index) => `[profile p${index}]\nregion=x`).join('\n'),
      `[profile d]\ncredential_process = ${' #'.repeat(100_000)}`,
      '[profile \u202egnp.exe]\nregion = x',
    ];
    const begin = performance.now();
    for (const text of hostile) read(text, text);
    assert.ok(performance.now() - begin < 5_000);
    assert.ok(read(hostile[4] ?? '').all.length <= 5_000);
  });

  it('takes only an https page, or one of this machine, for a portal', () => {
    const kind = (url: string) =>
      read(`[profile s]\nsso_start_url=${url}\nsso_region=r\nsso_account_id=1\nsso_role_name=R`)
        .all[0]?.kind;
    assert.equal(kind('https://a.example/start')?.kind, 'sso');
    for (const url of [
      'http://a.example/start',
      'file:///etc/passwd',
      'command:x',
      'javascript:x',
      'no address',
    ]) {
      assert.deepEqual(
        kind(url),
        { kind: 'unusable', reason: 'its "sso_start_url" is no https address' },
        url,
      );
    }
  });

  it('offers the keys of the environment first', () => {
    const { all } = read('[profile d]\ncredential_process=x', '', {
      AWS_ACCESS_KEY_ID: 'A',
      AWS_REGION: 'eu-west-3',
    });
    assert.deepEqual(
      all.map(({ name, region }) => [name, region]),
      [
        [environmentProfile, 'eu-west-3'],
        ['d', undefined],
      ],
    );
  });

  it('says in a list what a profile is, and nothing secret of it', () => {
    const profiles = read(
      `${portal}[profile s]\n${viaPortal}[profile r]\nrole_arn=arn:aws:iam::1:role/ops/r\nsource_profile=s\n[profile p]\ncredential_process = x --password CANARY\n[profile e]\nregion=x`,
      '[k]\naws_access_key_id=AKIACANARY\naws_secret_access_key=CANARY',
    );
    assert.deepEqual(profiles.all.map(describeProfile), [
      'single sign-on, Reader in 111122223333',
      'role ops/r, by "s"',
      'keys from a program',
      'it says nothing about credentials',
      'access key',
    ]);
  });
});

describe('profileChain', () => {
  const chain = `${portal}[profile base]\n${viaPortal}[profile mid]\nrole_arn=a:role/m\nsource_profile=base\nmfa_serial=arn:mfa/m\n[profile top]\nrole_arn=a:role/t\nsource_profile=mid\n`;

  it('goes down to what gives the first credentials', () => {
    const profiles = read(chain);
    assert.deepEqual(
      profileChain(profiles, 'top').map(({ name }) => name),
      ['top', 'mid', 'base'],
    );
    assert.equal(ssoSessionOf(profiles, 'top')?.cacheKey, 'corp');
    assert.deepEqual(mfaSerialsOf(profiles, 'top'), ['arn:mfa/m']);
  });

  it('ends where a circle closes, and where a profile is not there', () => {
    const circle = read(
      '[profile a]\nrole_arn=x\nsource_profile=b\n[profile b]\nrole_arn=y\nsource_profile=a\n[profile c]\nrole_arn=z\nsource_profile=gone',
    );
    assert.deepEqual(
      profileChain(circle, 'a').map(({ name }) => name),
      ['a', 'b'],
    );
    assert.deepEqual(
      profileChain(circle, 'c').map(({ name }) => name),
      ['c'],
    );
    assert.deepEqual(profileChain(circle, 'gone'), []);
  });
});

describe('customEndpoint', () => {
  const config =
    '[profile d]\nendpoint_url = http://profile\nservices = local\n[services local]\niot =\n  endpoint_url = http://iot-section\n';
  const url = (environment: Record<string, string>, service: 'iot' | 'sts') =>
    customEndpoint(read(config, '', environment), 'd', service);

  it('takes the nearest, in the order of AWS', () => {
    assert.equal(url({}, 'sts'), 'http://profile');
    assert.equal(url({}, 'iot'), 'http://iot-section');
    assert.equal(url({ AWS_ENDPOINT_URL: 'http://all' }, 'iot'), 'http://all');
    assert.equal(
      url({ AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_IOT: 'http://iot' }, 'iot'),
      'http://iot',
    );
  });

  it('takes none where they are to be ignored, and none that is no web address', () => {
    assert.equal(url({ AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, 'iot'), undefined);
    assert.equal(url({ AWS_ENDPOINT_URL: 'file:///x' }, 'sts'), 'http://profile');
  });
});
