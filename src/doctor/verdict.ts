import type { ChainLink } from '../sigfox/chainFact';
import type { Fix, PathFacts } from './pathFacts';

/** What can stand between a sketch and this window, each by the name of its cause. */
export type Cause =
  | 'sketchProblem'
  | 'sketchNotProven'
  | 'payloadMismatch'
  | 'boardGone'
  | 'modemRefused'
  | 'deviceUnknown'
  | 'deviceNotActive'
  | 'offContract'
  | 'tokenInvalid'
  | 'tokenEnded'
  | 'sequenceBroken'
  | 'neverSeen'
  | 'notReceived'
  | 'callbackDisabled'
  | 'callbackDead'
  | 'otherDeviceType'
  | 'noCallback'
  | 'stackGone'
  | 'stackFailed'
  | 'stackArnAsRole'
  | 'otherRole'
  | 'externalIdDiffers'
  | 'assumeRoleRefused'
  | 'publishRefused'
  | 'callbackRefused'
  | 'callbackUnanswered'
  | 'formTopic'
  | 'formRegion'
  | 'formBody'
  | 'topicTypo'
  | 'otherTopic'
  | 'otherRegion'
  | 'otherAccount'
  | 'topicBroken'
  | 'clockWrong'
  | 'notConnected'
  | 'signedOut'
  | 'connectRefused'
  | 'subscribeRefused'
  | 'refused'
  | 'reconnecting'
  | 'notSubscribed'
  | 'receiveRefused'
  | 'paused'
  | 'filtered';

/** What is wrong with a link, and what mends it. */
export interface Fault {
  readonly cause: Cause;
  readonly words: string;
  /** What this was seen by, line by line. */
  readonly evidence: readonly string[];
  readonly fix: Fix | undefined;
}

/** What is known of one link of the path. */
export interface Verdict {
  readonly link: ChainLink;
  readonly state: 'proven' | 'broken' | 'unknown';
  readonly cause: Cause | undefined;
  readonly words: string;
  readonly evidence: readonly string[];
  readonly fix: Fix | undefined;
}

/** Looks for one fault in the facts; where they do not prove it, there is none. */
export type Check = (facts: PathFacts) => Fault | undefined;
