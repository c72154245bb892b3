import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import type { AwsIdentitySource } from '../awsIdentity';
import type { StackClient } from '../stackClient';
import { SdkStackClient } from './cloudFormationClient';
import { requireAnswerOfAws } from './answerOfAws';
import { HostHttpHandler } from './hostHttpHandler';
import { IamReader } from './iamReader';

/** CloudFormation of one region, as the identity of this window. */
export function createStackClient(identity: AwsIdentitySource, region: string): StackClient {
  const { signal } = new AbortController();
  const settings = (service: 'cloudformation' | 'iam') => {
    const endpoint = identity.endpointUrl(service);
    return {
      region,
      credentials: () => identity.credentials(signal),
      requestHandler: new HostHttpHandler(),
      // Waits longer with every time AWS asks for fewer calls.
      maxAttempts: 6,
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  };
  const callerArn = async () => (await identity.identity(signal)).arn;
  const stacks = new CloudFormationClient(settings('cloudformation'));
  const roles = new IAMClient(settings('iam'));
  for (const sdk of [stacks, roles]) requireAnswerOfAws(sdk);
  return new SdkStackClient(
    stacks,
    new IamReader(roles, callerArn),
    (error) => void identity.noteRefusal(error),
  );
}
