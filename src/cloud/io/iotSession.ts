import {
  GetConnectionCommand,
  IoTDataPlaneClient,
  ListSubscriptionsCommand,
} from '@aws-sdk/client-iot-data-plane';
import * as l10n from '@vscode/l10n';
import { safeLine } from '../../shared/safeText';
import { UserError } from '../../shared/userError';
import type { AwsCredentials } from '../awsIdentity';
import type { ResolveRequest } from '../credentialResolver';
import { customEndpoint } from '../customEndpoint';
import { HostHttpHandler } from './hostHttpHandler';

/** What AWS IoT knows of an MQTT client. */
export interface IotSession {
  readonly isConnected: boolean;
  /** Topic filters it delivers to that client. */
  readonly subscriptions: readonly string[];
}

export interface IotSessionRequest extends Pick<ResolveRequest, 'profiles' | 'choice'> {
  /** Where the client is connected: `wss://<data endpoint>/mqtt`. */
  readonly address: string;
  readonly clientId: string;
}

/** AWS gives at most this many subscriptions in one answer; no connection of ours has more. */
const maxSubscriptions = 100;

/**
 * Asks AWS IoT's data plane for a client by its id (API reference, GetConnection and ListSubscriptions). Rejects with a
 * UserError that names the missing right, or says what AWS said.
 */
export async function readIotSession(
  { profiles, choice, address, clientId }: IotSessionRequest,
  credentials: AwsCredentials,
  signal: AbortSignal,
): Promise<IotSession> {
  const { protocol, host } = new URL(address);
  const own = `${protocol === 'ws:' ? 'http' : 'https'}://${host}`;
  const client = new IoTDataPlaneClient({
    region: choice.region,
    requestHandler: new HostHttpHandler(),
    endpoint: customEndpoint(profiles, choice.profile, 'iot_data_plane') ?? own,
    credentials: { ...credentials },
    maxAttempts: 2,
  });
  let action = 'iot:GetConnection';
  try {
    const options = { abortSignal: signal };
    const { connected } = await client.send(new GetConnectionCommand({ clientId }), options);
    if (connected !== true) return { isConnected: false, subscriptions: [] };
    action = 'iot:ListSubscriptions';
    const wanted = { clientId, maxResults: maxSubscriptions };
    const { subscriptions } = await client.send(new ListSubscriptionsCommand(wanted), options);
    return {
      isConnected: true,
      subscriptions: (subscriptions ?? []).flatMap(({ topicFilter }) => topicFilter ?? []),
    };
  } catch (error) {
    const { name = '', message = '' } = error instanceof Error ? error : {};
    if (name === 'ResourceNotFoundException') return { isConnected: false, subscriptions: [] };
    if (/^(AccessDenied|Forbidden|Unauthorized)/.test(name)) {
      throw new UserError(l10n.t('"{0}" may not "{1}".', safeLine(choice.profile, 60), action));
    }
    throw new UserError(safeLine(message === '' ? name : message, 200));
  } finally {
    client.destroy();
  }
}
