import type { Event } from '../shared/event';
import type { StackClient } from './stackClient';

/** Where stacks can be made: an account of AWS, or the simulator. */
export interface StackPlace {
  readonly id: 'aws' | 'simulator';
  /** `dev · eu-west-1 · 111122223333`, or "Simulator". */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** An address that stands in for AWS's own: always shown. */
  readonly customEndpoint: string | undefined;
  /** Why nothing can be made there now, with what to do; undefined when it can. */
  readonly problem: string | undefined;
}

/** The places there are, and how to speak to them. */
export interface StackPlaces {
  /** Somebody signed in or out, or the simulator was started or stopped. */
  readonly onDidChange: Event<undefined>;
  /** Never empty-handed for long: a place that is not ready says why. */
  all(signal: AbortSignal): Promise<readonly StackPlace[]>;
  client(placeId: StackPlace['id'], region: string): Promise<StackClient>;
}

/** The stack a person works with, as it is remembered; or a role that somebody else made. */
export type StackReference =
  | {
      readonly kind: 'stack';
      readonly placeId: StackPlace['id'];
      readonly region: string;
      readonly stackId: string;
      readonly name: string;
    }
  | {
      readonly kind: 'role';
      readonly roleArn: string;
      readonly region: string;
      readonly topic: string;
    };

/** What the rest of the workbench needs to know of the cloud side. */
export interface CloudTarget {
  readonly roleArn: string;
  readonly region: string;
  readonly topic: string;
  readonly externalId: string | undefined;
  readonly historyTable: string | undefined;
}
