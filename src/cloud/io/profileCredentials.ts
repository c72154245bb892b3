import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import {
  fromContainerMetadata,
  fromHttp,
  fromInstanceMetadata,
  fromLoginCredentials,
  fromProcess,
  fromSSO,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import { SSOClient } from '@aws-sdk/nested-clients/sso';
import * as l10n from '@vscode/l10n';
import { safeLine } from '../../shared/safeText';
import type { AwsCredentials, AwsService } from '../awsIdentity';
import { type AwsProfile, profileChain } from '../awsProfile';
import { CredentialFailure } from '../credentialFailure';
import type { ResolveRequest } from '../credentialResolver';
import { customEndpoint } from '../customEndpoint';
import type { HostHttpHandler } from './hostHttpHandler';

interface Found {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
}

/**
 * Credentials of a profile: those its chain rests on, then one role after the other. The chain is walked here, because
 * the SDK's own walk asks AWS's address where the profile names a custom endpoint.
 */
export async function profileCredentials(
  request: ResolveRequest,
  handler: HostHttpHandler,
  signal: AbortSignal,
): Promise<AwsCredentials> {
  const chain = profileChain(request.profiles, request.choice.profile);
  const last = chain.at(-1);
  if (!last) throw new Error('NoProfile');
  let found = await firstCredentials(request, last, handler);
  for (const profile of chain.toReversed()) {
    if (profile.kind.kind === 'role') {
      found = await takeRole(request, profile, found, handler, signal);
    }
  }
  return withoutBlanks(found);
}

async function firstCredentials(
  request: ResolveRequest,
  { name, kind, section }: AwsProfile,
  handler: HostHttpHandler,
): Promise<Found> {
  switch (kind.kind) {
    case 'environment':
      return environmentKeys(request);
    case 'static':
      return sectionKeys(section);
    case 'role':
      return roleSource(request, name, kind.source, section);
    case 'process':
      return fromProcess({ profile: name, ignoreCache: true })();
    case 'webIdentity':
      return fromTokenFile({
        roleArn: kind.roleArn,
        webIdentityTokenFile: section.get('web_identity_token_file') ?? '',
        roleSessionName: section.get('role_session_name') ?? sessionName(),
        clientConfig: clientSettings(request, 'sts', handler),
      })();
    case 'sso':
      return fromSSO({
        profile: name,
        ignoreCache: true,
        ssoClient: new SSOClient({
          ...clientSettings(request, 'sso', handler),
          region: kind.session.region,
        }),
        clientConfig: clientSettings(request, 'sso_oidc', handler),
      })();
    case 'login':
      return fromLoginCredentials({
        profile: name,
        ignoreCache: true,
        clientConfig: { requestHandler: handler },
      })();
    case 'unusable':
      throw new Error('Unusable');
  }
}

/** The last profile of a chain is a role when its source is no profile, or one that closes a circle or is not there. */
async function roleSource(
  request: ResolveRequest,
  name: string,
  source: { readonly profile: string } | { readonly credentialSource: string },
  section: AwsProfile['section'],
): Promise<Found> {
  if ('profile' in source) {
    if (source.profile === name && section.get('aws_access_key_id') !== undefined) {
      return sectionKeys(section);
    }
    throw lasting(
      l10n.t(
        'The profile "{0}" takes its role with "{1}", which is not there or leads back to it.',
        safeLine(name, 60),
        safeLine(source.profile, 60),
      ),
    );
  }
  switch (source.credentialSource) {
    case 'Environment':
      return environmentKeys(request);
    case 'Ec2InstanceMetadata':
      return fromInstanceMetadata()();
    case 'EcsContainer':
      return fromHttp({})().catch(() => fromContainerMetadata()());
    default:
      throw lasting(
        l10n.t(
          'The "credential_source" of "{0}" is not known: {1}.',
          safeLine(name, 60),
          safeLine(source.credentialSource, 60),
        ),
      );
  }
}

async function takeRole(
  request: ResolveRequest,
  { kind, section }: AwsProfile,
  credentials: Found,
  handler: HostHttpHandler,
  signal: AbortSignal,
): Promise<Found> {
  if (kind.kind !== 'role') return credentials;
  const serial = kind.mfaSerial;
  const code = serial === undefined ? undefined : await promptedCode(request, serial);
  const externalId = section.get('external_id');
  const client = new STSClient({
    ...clientSettings(request, 'sts', handler),
    credentials: withoutBlanks(credentials),
  });
  try {
    const { Credentials: given } = await client.send(
      new AssumeRoleCommand({
        RoleArn: kind.roleArn,
        RoleSessionName: section.get('role_session_name') ?? sessionName(),
        DurationSeconds: Number(section.get('duration_seconds')) || 3_600,
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
        ...(serial === undefined ? {} : { SerialNumber: serial, TokenCode: code }),
      }),
      { abortSignal: signal },
    );
    return {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken,
      expiration: given?.Expiration,
    };
  } finally {
    client.destroy();
  }
}

/** Nothing but what is needed is kept of the SDK's record. */
function withoutBlanks({ sessionToken, expiration, ...pair }: Found): AwsCredentials {
  return {
    accessKeyId: pair.accessKeyId,
    secretAccessKey: pair.secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration === undefined ? {} : { expiration }),
  };
}

/** What every client is made with: the region, the endpoint that stands in for AWS's, and the editor's way out. */
export function clientSettings(
  { profiles, choice }: Pick<ResolveRequest, 'profiles' | 'choice'>,
  service: AwsService,
  handler: HostHttpHandler,
) {
  const endpoint = customEndpoint(profiles, choice.profile, service);
  return {
    region: choice.region,
    requestHandler: handler,
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

async function promptedCode({ promptMfa }: ResolveRequest, serial: string): Promise<string> {
  const code = await promptMfa?.(serial);
  if (code === undefined) {
    throw new CredentialFailure({ kind: 'signInNeeded', by: 'mfa', atMs: undefined });
  }
  return code;
}

function environmentKeys({ profiles: { environment } }: ResolveRequest): Found {
  return {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: environment['AWS_SESSION_TOKEN'],
  };
}

function sectionKeys(section: AwsProfile['section']): Found {
  return {
    accessKeyId: section.get('aws_access_key_id') ?? '',
    secretAccessKey: section.get('aws_secret_access_key') ?? '',
    sessionToken: section.get('aws_session_token'),
  };
}

/** Names the caller in the account's own records. */
const sessionName = () => `sigfox-workbench-${Date.now().toString(36)}`;

function lasting(reason: string): CredentialFailure {
  return new CredentialFailure({ kind: 'failed', reason, mayPass: false });
}
