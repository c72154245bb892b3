import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '@aws-crypto/sha256-js';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';

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
    const { roleArn, externalId } = this.target;
    try {
      const { Credentials } = await this.sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: 'sigfox',
          ...(externalId === undefined ? {} : { ExternalId: externalId }),
        }),
      );
      return await this.send(body, {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      });
    } catch (error) {
      return { kind: 'refused', at: 'assumeRole', name: (error as Error).name };
    }
  }

  /** The publish call of the data plane, by hand: the SDK's client for it is no dependency of the project. */
  private async send(
    body: string,
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string },
  ): Promise<Delivery> {
    const { topic, region } = this.target;
    const url = new URL(this.dataUrl);
    const signer = new SignatureV4({ service: 'iotdata', region, credentials, sha256: Sha256 });
    const path = `/topics/${topic.split('/').map(encodeURIComponent).join('/')}`;
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path,
      query: { qos: '1' },
      headers: { host: url.host, 'content-type': 'application/octet-stream' },
      body,
    });
    const response = await fetch(`${url.origin}${path}?qos=1`, { method: 'POST', headers, body });
    if (response.ok) return { kind: 'published' };
    const name =
      response.headers.get('x-amzn-errortype') ??
      (response.status === 403 ? 'ForbiddenException' : String(response.status));
    return { kind: 'refused', at: 'publish', name: name.replace(/:.*/, '') };
  }
}
