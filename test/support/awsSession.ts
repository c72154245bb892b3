import type { AwsChoice } from '../../src/cloud/awsIdentity';
import { AwsSession } from '../../src/cloud/awsSession';
import { SdkCredentialResolver } from '../../src/cloud/io/awsCredentials';
import { SharedFiles } from '../../src/cloud/io/sharedFiles';
import type { Clock } from '../../src/shared/clock';
import { systemClock } from '../../src/shared/io/systemClock';

/** The identity as the extension makes it, on the real files and the real SDK. */
export function createSession(clock: Clock = systemClock): AwsSession {
  let chosen: AwsChoice | undefined;
  return new AwsSession({
    clock,
    files: new SharedFiles(),
    resolver: new SdkCredentialResolver(clock),
    memory: { read: () => chosen, write: (choice) => (chosen = choice) },
    formatTime: (atMs) => new Date(atMs).toISOString().slice(11, 16),
  });
}
