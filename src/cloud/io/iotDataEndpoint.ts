import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import type { Clock } from '../../shared/clock';
import type { AwsCredentials } from '../awsIdentity';
import { findProfile } from '../awsProfile';
import { CredentialFailure, explainCredentialFailure } from '../credentialFailure';
import type { ResolveRequest } from '../credentialResolver';
import { customEndpoint } from '../customEndpoint';
import { dataEndpointUrl, MissingRightFailure } from '../iotEndpoint';
import { HostHttpHandler } from './hostHttpHandler';
import { clientSettings } from './profileCredentials';

/** Asks for the account's data endpoint in the region. Rejects with a MissingRightFailure or a CredentialFailure. */
export async function fetchDataEndpointUrl(
  request: Pick<ResolveRequest, 'profiles' | 'choice'>,
  credentials: AwsCredentials,
  clock: Clock,
  signal: AbortSignal,
): Promise<string> {
  const { profiles, choice } = request;
  const handler = new HostHttpHandler();
  const client = new IoTClient({
    ...clientSettings(request, 'iot', handler),
    credentials: { ...credentials },
  });
  try {
    const command = new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' });
    const { endpointAddress = '' } = await client.send(command, { abortSignal: signal });
    return dataEndpointUrl(endpointAddress, customEndpoint(profiles, choice.profile, 'iot'));
  } catch (error) {
    const profile = findProfile(profiles, choice.profile);
    if (error instanceof CredentialFailure || !profile) throw error;
    const errorName = error instanceof Error ? error.name : '';
    if (/^AccessDenied/.test(errorName)) {
      throw new MissingRightFailure('iot:DescribeEndpoint', '*', choice.profile);
    }
    const facts = { ...handler.lastRequest, errorName };
    throw new CredentialFailure(explainCredentialFailure(profile, facts, clock.now()));
  } finally {
    client.destroy();
  }
}
