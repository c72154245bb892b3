import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import * as l10n from '@vscode/l10n';
import type { Clock } from '../../shared/clock';
import { safeLine } from '../../shared/safeText';
import { UserError } from '../../shared/userError';
import { isRecord } from '../../sigfox/bodyScalars';
import type { AwsIdentitySource } from '../awsIdentity';
import { HostHttpHandler } from './hostHttpHandler';

/** One page of a table, and where the next one begins. */
export interface TablePage {
  readonly items: readonly unknown[];
  readonly next: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads one DynamoDB table, as the identity of this window: two calls of its JSON protocol (API reference, Query and
 * Scan), signed by the SDK's own signer. The SDK's client for the service would add more to the extension than all of
 * its cloud room.
 */
export class DynamoTable {
  private readonly handler = new HostHttpHandler();

  constructor(
    private readonly identity: AwsIdentitySource,
    private readonly region: string,
    private readonly name: string,
    private readonly clock: Clock,
  ) {}

  async page(
    action: 'Query' | 'Scan',
    parameters: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<TablePage> {
    const text = JSON.stringify({ TableName: this.name, ...parameters });
    const answer = await this.send(action, text, signal);
    const items = answer['Items'];
    const next = answer['LastEvaluatedKey'];
    return { items: Array.isArray(items) ? items : [], next: isRecord(next) ? next : undefined };
  }

  private async send(action: string, body: string, signal: AbortSignal) {
    const credentials = await this.identity.credentials(signal);
    const url = new URL(
      this.identity.endpointUrl('dynamodb') ?? `https://dynamodb.${this.region}.amazonaws.com`,
    );
    const signer = new SignatureV4({
      credentials: { ...credentials },
      region: this.region,
      service: 'dynamodb',
      sha256: Sha256,
    });
    const { headers } = await signer.sign(
      {
        method: 'POST',
        protocol: url.protocol,
        hostname: url.hostname,
        path: '/',
        headers: {
          host: url.host,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${action}`,
        },
        body,
      },
      { signingDate: new Date(this.clock.now()) },
    );
    const port = url.port === '' ? {} : { port: Number(url.port) };
    const { response } = await this.handler.handle(
      {
        method: 'POST',
        protocol: url.protocol,
        hostname: url.hostname,
        ...port,
        path: '/',
        headers,
        body,
      },
      { abortSignal: signal },
    );
    const answer = parse(Buffer.concat(await response.body.toArray()).toString());
    if (response.statusCode === 200) return answer;
    throw this.refusal(action, String(answer['__type']).replace(/^.*#/, ''), answer['message']);
  }

  private refusal(action: string, name: string, message: unknown): Error {
    this.identity.noteRefusal(Object.assign(new Error(name), { name }));
    if (/^AccessDenied/.test(name)) {
      const right = `dynamodb:${action}`;
      return new UserError(l10n.t('"{0}" is not allowed on the table "{1}".', right, this.name));
    }
    if (name === 'ResourceNotFoundException') {
      return new UserError(l10n.t('The table "{0}" is no longer there.', this.name));
    }
    const words = typeof message === 'string' ? message : name;
    return new UserError(l10n.t('The table "{0}" was not read: {1}', this.name, safeLine(words)));
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(text);
    return isRecord(answer) ? answer : {};
  } catch {
    return {};
  }
}
