import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { KeyPair } from './awsFiles';

export type Delivery =
  | { readonly kind: 'published' }
  | { readonly kind: 'refused'; readonly at: 'assumeRole' | 'publish'; readonly name: string };

interface CallbackTarget {
  readonly roleArn: string;
  readonly externalId: string | undefined;
  readonly topic: string;
  readonly region: string;
}

/** What the Sigfox cloud does for every message: assume the role with the External Id, then publish. */
export class VirtualCallback {
  constructor(
    private readonly sts: STSClient,
    /** Where the data plane answers: `https://<data endpoint>` at AWS. */
    private readonly dataUrl: string,
    private readonly target: CallbackTarget,
  ) {}

  async publish(body: string): Promise<Delivery> {
    let credentials;
    try {
      credentials = await this.assumeRole();
    } catch (error) {
      return { kind: 'refused', at: 'assumeRole', name: (error as Error).name };
    }
    return this.send(body, credentials);
  }

  private async assumeRole(): Promise<KeyPair & { readonly sessionToken: string }> {
    const { roleArn, externalId } = this.target;
    const { Credentials: given } = await this.sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: 'sigfox',
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      }),
    );
    return {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
  }

  private async send(body: string, credentials: KeyPair): Promise<Delivery> {
    const { topic, region } = this.target;
    const client = new IoTDataPlaneClient({ region, endpoint: this.dataUrl, credentials });
    try {
      const payload = new TextEncoder().encode(body);
      await client.send(new PublishCommand({ topic, qos: 1, payload }));
      return { kind: 'published' };
    } catch (error) {
      return { kind: 'refused', at: 'publish', name: (error as Error).name };
    } finally {
      client.destroy();
    }
  }
}
