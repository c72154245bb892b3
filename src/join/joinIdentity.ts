import * as vscode from 'vscode';
import type { AwsChoice } from '../cloud/awsIdentity';
import { AwsSession } from '../cloud/awsSession';
import type { CredentialResolver } from '../cloud/credentialResolver';
import { signInByDevice } from '../cloud/deviceSignIn';
import { SharedFiles, writeSsoToken } from '../cloud/io/sharedFiles';
import { registerIdentity } from '../cloud/ui/registerIdentity';
import type { Joint } from './joint';

const choiceKey = 'sigfox.aws';

/** The one AWS identity of this window. The SDK is loaded when it is first needed. */
export function joinIdentity(joint: Joint): AwsSession {
  const { owned, log, commands, clock, context } = joint;
  const files = new SharedFiles();
  const session = owned.add(
    new AwsSession({
      clock,
      files,
      resolver: lazyResolver(),
      // Per machine and for the person: a folder never gets to choose.
      memory: {
        read: () => readChoice(context.globalState.get(choiceKey)),
        write: (choice) => void context.globalState.update(choiceKey, choice),
      },
      formatTime,
    }),
  );
  owned.add(session.onDidChange(({ kind }) => log.info(`AWS identity: ${kind}`)));
  owned.add(
    registerIdentity({
      commands,
      session,
      formatTime,
      readProfiles: () => files.read(),
      signInByDevice: async (sso, show, signal) => {
        const { SsoOidcClient } = await import('../cloud/io/ssoOidcClient');
        const authorization = new SsoOidcClient(sso, session.endpointUrl('sso_oidc'));
        const token = await signInByDevice(sso, { authorization, clock, show }, signal);
        if (token) await writeSsoToken(sso, token);
        return token !== undefined;
      },
    }),
  );
  return session;

  function lazyResolver(): CredentialResolver {
    const load = async () => {
      const { SdkCredentialResolver } = await import('../cloud/io/awsCredentials');
      return new SdkCredentialResolver(clock);
    };
    return {
      resolve: async (request, signal) => (await load()).resolve(request, signal),
      whoAmI: async (request, credentials, signal) =>
        (await load()).whoAmI(request, credentials, signal),
    };
  }
}

/** The time of day; with the date where that is another day. */
function formatTime(atMs: number): string {
  const isToday = new Date(atMs).toDateString() === new Date().toDateString();
  return new Date(atMs).toLocaleString(vscode.env.language, {
    ...(isToday ? {} : { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

function readChoice(stored: unknown): AwsChoice | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { profile, region } = stored as Partial<Record<string, unknown>>;
  return typeof profile === 'string' && typeof region === 'string'
    ? { profile, region }
    : undefined;
}
