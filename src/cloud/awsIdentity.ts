import type { Event } from '../shared/event';

/** Temporary or long-lived AWS credentials; they stay in memory. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When AWS stops accepting them; absent for keys without an end. */
  readonly expiration?: Date;
}

/** Which profile of the shared files is used, and in which region. It holds no secret and is kept per machine. */
export interface AwsChoice {
  readonly profile: string;
  readonly region: string;
}

/** Who AWS says we are. */
export interface AwsIdentity extends AwsChoice {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
  /** When the credentials end; undefined for keys without an end. */
  readonly expiresAtMs: number | undefined;
  /** An address that stands in for AWS's own, from the environment or the profile: always shown. */
  readonly customEndpoint: string | undefined;
}

/** Where the identity stands; exactly one of these at any time. */
export type AwsIdentityState =
  /** No profile was chosen yet. */
  | { readonly kind: 'none' }
  /** A profile is remembered, and nothing has needed it yet. */
  | { readonly kind: 'chosen'; readonly choice: AwsChoice }
  | { readonly kind: 'resolving'; readonly choice: AwsChoice }
  | { readonly kind: 'signedIn'; readonly identity: AwsIdentity }
  /** The session ended, or was never begun: only a person can sign in. `atMs` is when it ended, where that is known. */
  | {
      readonly kind: 'signedOut';
      readonly choice: AwsChoice;
      readonly reason: string;
      readonly atMs: number | undefined;
    }
  /** Anything else that stands in the way, with what to do about it; it may pass by itself, as a lost network does. */
  | {
      readonly kind: 'failed';
      readonly choice: AwsChoice;
      readonly reason: string;
      readonly mayPass: boolean;
    };

/** AWS's own names of the services we call, as `AWS_ENDPOINT_URL_<NAME>` and `services` sections spell them. */
export type AwsService =
  | 'cloudformation'
  | 'dynamodb'
  | 'iam'
  | 'iot'
  | 'iot_data_plane'
  | 's3'
  | 'sso'
  | 'sso_oidc'
  | 'sts';

/** What other parts need of the identity: one for the whole window, handed in by `join/`. */
export interface AwsIdentitySource {
  readonly state: AwsIdentityState;
  readonly onDidChange: Event<AwsIdentityState>;
  /**
   * The identity, resolved when it is not yet. Rejects with a UserError whose action is *Choose AWS Profile…* or
   * *Sign In*. It never asks the person anything by itself.
   */
  identity(signal: AbortSignal): Promise<AwsIdentity>;
  /** Credentials that hold for some minutes yet, renewed when they would not. Rejects as `identity` does. */
  credentials(signal: AbortSignal): Promise<AwsCredentials>;
  /** The custom endpoint of a service, or undefined for AWS's own. */
  endpointUrl(service: AwsService): string | undefined;
  /**
   * An answer of AWS to a call with these credentials: one that says that they have ended signs out. Gives whether it
   * did, so that the caller does not say the same again.
   */
  noteRefusal(error: unknown): boolean;
}
