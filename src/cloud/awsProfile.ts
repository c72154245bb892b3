import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { type ConfigSection, parseSharedConfig, type SharedConfig } from './sharedConfig';

/** The keys the environment of the extension host holds, offered beside the profiles; no profile can be called so. */
export const environmentProfile = '(environment)';

/** Where a token for AWS access portals comes from. */
export interface SsoSession {
  /** The name of the `sso-session`, or the start URL of the older form: also what the token's file is named after. */
  readonly cacheKey: string;
  readonly startUrl: string;
  readonly region: string;
  readonly scopes: readonly string[];
}

/** How a profile comes to its credentials, in the order in which the SDK looks. */
export type ProfileKind =
  | {
      readonly kind: 'role';
      readonly roleArn: string;
      /** Another profile, or `Environment`, `Ec2InstanceMetadata`, `EcsContainer`. */
      readonly source: { readonly profile: string } | { readonly credentialSource: string };
      readonly mfaSerial: string | undefined;
    }
  | { readonly kind: 'static'; readonly isTemporary: boolean }
  | { readonly kind: 'webIdentity'; readonly roleArn: string }
  | { readonly kind: 'process' }
  | {
      readonly kind: 'sso';
      readonly session: SsoSession;
      readonly account: string;
      readonly role: string;
    }
  /** Of the AWS CLI's `aws login`. */
  | { readonly kind: 'login' }
  | { readonly kind: 'environment' }
  /** Its section says nothing that gives credentials; the reason is fit to be read. */
  | { readonly kind: 'unusable'; readonly reason: string };

export interface AwsProfile {
  readonly name: string;
  readonly region: string | undefined;
  readonly kind: ProfileKind;
  readonly section: ConfigSection;
}

/** All profiles of one machine, with the sections they refer to. */
export interface AwsProfiles {
  readonly all: readonly AwsProfile[];
  readonly config: SharedConfig;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Reads both shared files and the environment; a profile that cannot be used is there with the reason. */
export function readProfiles(
  texts: { readonly config: string; readonly credentials: string },
  environment: AwsProfiles['environment'],
): AwsProfiles {
  const config = parseSharedConfig(texts.config, 'config');
  const credentials = parseSharedConfig(texts.credentials, 'credentials');
  const names = [...config.keys(), ...credentials.keys()].filter((key) =>
    key.startsWith('profile '),
  );
  const all = [...new Set(names)].map((key): AwsProfile => {
    // The credentials file wins where both know a key.
    const section = new Map([...(config.get(key) ?? []), ...(credentials.get(key) ?? [])]);
    const name = key.slice('profile '.length);
    return { name, region: section.get('region'), kind: kindOf(section, config), section };
  });
  const hasKeys = environment['AWS_ACCESS_KEY_ID'] !== undefined;
  return { all: hasKeys ? [environmentKeys(environment), ...all] : all, config, environment };
}

function environmentKeys(environment: AwsProfiles['environment']): AwsProfile {
  return {
    name: environmentProfile,
    region: environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'],
    kind: { kind: 'environment' },
    section: new Map(),
  };
}

export function findProfile(profiles: AwsProfiles, name: string): AwsProfile | undefined {
  return profiles.all.find((profile) => profile.name === name);
}

/** The profile and those it takes its first credentials from, in that order; a circle ends where it closes. */
export function profileChain(profiles: AwsProfiles, name: string): readonly AwsProfile[] {
  const chain: AwsProfile[] = [];
  for (let next: string | undefined = name; next !== undefined;) {
    const profile = findProfile(profiles, next);
    if (!profile || chain.includes(profile)) break;
    chain.push(profile);
    const { kind } = profile;
    const source =
      kind.kind === 'role' && 'profile' in kind.source ? kind.source.profile : undefined;
    // A profile may name itself: the role is then taken with the keys beside it.
    next = source === profile.name ? undefined : source;
  }
  return chain;
}

/** The SSO session that a profile rests on, itself or by the profiles below it. */
export function ssoSessionOf(profiles: AwsProfiles, name: string): SsoSession | undefined {
  const last = profileChain(profiles, name).at(-1);
  return last?.kind.kind === 'sso' ? last.kind.session : undefined;
}

/** The devices whose codes are asked for on the way to a profile's credentials. */
export function mfaSerialsOf(profiles: AwsProfiles, name: string): readonly string[] {
  return profileChain(profiles, name).flatMap(({ kind }) =>
    kind.kind === 'role' && kind.mfaSerial !== undefined ? [kind.mfaSerial] : [],
  );
}

/** What a profile is, in a few words for a list. */
export function describeProfile({ kind }: AwsProfile): string {
  switch (kind.kind) {
    case 'role':
      return 'profile' in kind.source
        ? l10n.t('role {0}, by "{1}"', shortRole(kind.roleArn), safeLine(kind.source.profile, 40))
        : l10n.t(
            'role {0}, by {1}',
            shortRole(kind.roleArn),
            safeLine(kind.source.credentialSource, 40),
          );
    case 'static':
      return kind.isTemporary ? l10n.t('temporary keys') : l10n.t('access key');
    case 'webIdentity':
      return l10n.t('role {0}, by web identity', shortRole(kind.roleArn));
    case 'process':
      return l10n.t('keys from a program');
    case 'sso':
      return l10n.t(
        'single sign-on, {0} in {1}',
        safeLine(kind.role, 40),
        safeLine(kind.account, 12),
      );
    case 'login':
      return l10n.t('AWS CLI login');
    case 'environment':
      return l10n.t('keys of the environment');
    case 'unusable':
      return kind.reason;
  }
}

function shortRole(arn: string): string {
  return safeLine(arn.split(':role/').at(-1) ?? arn, 40);
}

function kindOf(section: ConfigSection, config: SharedConfig): ProfileKind {
  const get = (key: string) => section.get(key);
  const roleArn = get('role_arn');
  const profile = get('source_profile');
  const credentialSource = get('credential_source');
  if (roleArn !== undefined && profile !== undefined && credentialSource === undefined) {
    return { kind: 'role', roleArn, source: { profile }, mfaSerial: get('mfa_serial') };
  }
  if (roleArn !== undefined && profile === undefined && credentialSource !== undefined) {
    return { kind: 'role', roleArn, source: { credentialSource }, mfaSerial: get('mfa_serial') };
  }
  if (get('aws_access_key_id') !== undefined && get('aws_secret_access_key') !== undefined) {
    return { kind: 'static', isTemporary: get('aws_session_token') !== undefined };
  }
  if (roleArn !== undefined && get('web_identity_token_file') !== undefined) {
    return { kind: 'webIdentity', roleArn };
  }
  if (get('credential_process') !== undefined) return { kind: 'process' };
  if (['sso_session', 'sso_start_url', 'sso_account_id', 'sso_role_name'].some((key) => get(key))) {
    return ssoKind(section, config);
  }
  if (get('login_session') !== undefined) return { kind: 'login' };
  return unusable(
    roleArn === undefined
      ? l10n.t('it says nothing about credentials')
      : l10n.t('it names a role and nothing to take it with; it wants "source_profile"'),
  );
}

function ssoKind(section: ConfigSection, config: SharedConfig): ProfileKind {
  const sessionName = section.get('sso_session');
  const session = sessionName === undefined ? section : config.get(`sso-session ${sessionName}`);
  if (!session)
    return unusable(l10n.t('there is no "{0}"', `sso-session ${safeLine(sessionName ?? '', 40)}`));
  const startUrl = session.get('sso_start_url');
  const region = session.get('sso_region');
  const account = section.get('sso_account_id');
  const role = section.get('sso_role_name');
  const wanted = {
    sso_start_url: startUrl,
    sso_region: region,
    sso_account_id: account,
    sso_role_name: role,
  };
  const missing = Object.entries(wanted).find(([, value]) => value === undefined)?.[0];
  if (
    startUrl === undefined ||
    region === undefined ||
    account === undefined ||
    role === undefined
  ) {
    return unusable(l10n.t('"{0}" is missing', missing ?? ''));
  }
  if (!isHttpsOrLoopback(startUrl))
    return unusable(l10n.t('its "sso_start_url" is no https address'));
  const scopes = (session.get('sso_registration_scopes') ?? 'sso:account:access')
    .split(',')
    .map((scope) => scope.trim());
  return {
    kind: 'sso',
    session: { cacheKey: sessionName ?? startUrl, startUrl, region, scopes },
    account,
    role,
  };
}

/** An address that a browser is sent to: never a file or a command. */
function isHttpsOrLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

function unusable(reason: string): ProfileKind {
  return { kind: 'unusable', reason };
}
