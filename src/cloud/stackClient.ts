import type { Capability } from './reviewShape';

/** CloudFormation as we need it, in one account and one region. Every call rejects with a StackError. */
export interface StackClient {
  /** Every stack that is not deleted, with its outputs. */
  listStacks(signal: AbortSignal): Promise<readonly StackDescription[]>;
  /** By name, or by id, which finds a deleted stack too; undefined when there is none. */
  describeStack(nameOrId: string, signal: AbortSignal): Promise<StackDescription | undefined>;
  /** Newest first, down to the event `knownId`, which is left out; at most some hundreds. */
  listEvents(
    stackId: string,
    knownId: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly StackEvent[]>;
  listResources(stackId: string, signal: AbortSignal): Promise<readonly StackResource[]>;
  /** The template a stack was made from, byte by byte. */
  getTemplate(stackId: string, signal: AbortSignal): Promise<string>;
  /** Prepares a new stack or an update; nothing is made yet, save the shell of a new stack. */
  createChangeSet(request: StackRequest, signal: AbortSignal): Promise<ChangeSetIds>;
  describeChangeSet(ids: ChangeSetIds, signal: AbortSignal): Promise<ChangeSet>;
  getChangeSetTemplate(ids: ChangeSetIds, signal: AbortSignal): Promise<string>;
  /** What CloudFormation found wrong before it began; undefined where it does not look. */
  listValidationFailures(
    ids: ChangeSetIds,
    signal: AbortSignal,
  ): Promise<readonly ValidationFailure[] | undefined>;
  executeChangeSet(ids: ChangeSetIds, signal: AbortSignal): Promise<void>;
  deleteChangeSet(ids: ChangeSetIds, signal: AbortSignal): Promise<void>;
  deleteStack(stackId: string, options: DeleteOptions, signal: AbortSignal): Promise<void>;
  cancelUpdate(stackId: string, signal: AbortSignal): Promise<void>;
  continueRollback(stackId: string, signal: AbortSignal): Promise<void>;
  /** Begins to compare the stack with what is really there. */
  startDrift(stackId: string, signal: AbortSignal): Promise<string>;
  /** Undefined while the comparison runs. */
  readDrift(
    driftId: string,
    stackId: string,
    signal: AbortSignal,
  ): Promise<readonly ResourceDrift[] | undefined>;
  /** Those of the actions the caller may not do; undefined when AWS does not say. */
  missingRights(
    actions: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined>;
  /** Who may assume a role that is there. */
  readRole(roleArn: string, signal: AbortSignal): Promise<RoleDescription>;
}

export interface StackDescription {
  /** The ARN of the stack. */
  readonly id: string;
  readonly name: string;
  /** One of CloudFormation's own words, such as `CREATE_IN_PROGRESS`. */
  readonly status: string;
  readonly reason: string | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs: number | undefined;
  readonly deletedAtMs: number | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly outputs: readonly StackOutput[];
  readonly tags: ReadonlyMap<string, string>;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description: string | undefined;
}

export interface StackEvent {
  readonly id: string;
  readonly atMs: number;
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
}

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
}

export interface StackRequest {
  readonly kind: 'create' | 'update';
  readonly name: string;
  /** The reviewed text; above what a call may carry, the address it was fetched from goes instead. */
  readonly template: string;
  readonly templateUrl: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly capabilities: readonly Capability[];
  readonly tags: ReadonlyMap<string, string>;
  /** A role CloudFormation works with instead of the caller's own rights. */
  readonly serviceRoleArn: string | undefined;
}

export interface ChangeSetIds {
  readonly id: string;
  readonly stackId: string;
}

export interface ChangeSet extends ChangeSetIds {
  readonly status: 'creating' | 'ready' | 'empty' | 'failed';
  readonly reason: string | undefined;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly action: 'add' | 'modify' | 'remove' | 'other';
  readonly logicalId: string;
  readonly type: string;
  /** The thing is made anew, and what it held is lost. */
  readonly isReplaced: boolean;
}

export interface ValidationFailure {
  readonly logicalId: string;
  /** Where in the template, such as `/Resources/Role/Properties/RoleName`. */
  readonly path: string | undefined;
  readonly reason: string;
}

export interface DeleteOptions {
  /** Logical ids that are left behind; only after a deletion that failed. */
  readonly retain: readonly string[];
  readonly serviceRoleArn: string | undefined;
}

export interface ResourceDrift {
  readonly logicalId: string;
  readonly type: string;
  readonly status: 'same' | 'changed' | 'deleted' | 'unknown';
  /** Paths of properties that differ, such as `/AssumeRolePolicyDocument`. */
  readonly properties: readonly string[];
}

export interface RoleDescription {
  readonly arn: string;
  /** The principal of the first statement, and the External Id asked of it. */
  readonly principal: string | undefined;
  readonly externalId: string | undefined;
}

/** How many bytes of a template one call may carry (CloudFormation quotas). */
export const maxTemplateBodyBytes = 51_200;

/** What a new stack's shell is called while its first change set is looked at. */
export const shellStatus = 'REVIEW_IN_PROGRESS';
