import type {
  Change as AwsChange,
  OperationEvent,
  Stack,
  StackEvent as AwsEvent,
} from '@aws-sdk/client-cloudformation';
import type {
  Change,
  ChangeSet,
  ResourceDrift,
  StackDescription,
  StackEvent,
  ValidationFailure,
} from '../stackClient';
import type { FailedCall } from '../stackError';

// What CloudFormation answers, in our own words.

export function failedCall(error: unknown): FailedCall {
  const { name, message, code, $metadata } = error as {
    readonly name?: string;
    readonly message?: string;
    readonly code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return {
    name: name ?? 'Error',
    message: message ?? '',
    status: $metadata?.httpStatusCode,
    code: typeof code === 'string' ? code : undefined,
  };
}

export function describe(stack: Stack): StackDescription {
  return {
    id: stack.StackId ?? '',
    name: stack.StackName ?? '',
    status: stack.StackStatus ?? '',
    reason: stack.StackStatusReason,
    createdAtMs: stack.CreationTime?.getTime() ?? 0,
    updatedAtMs: stack.LastUpdatedTime?.getTime(),
    deletedAtMs: stack.DeletionTime?.getTime(),
    parameters: new Map(
      (stack.Parameters ?? []).map((each) => [each.ParameterKey ?? '', each.ParameterValue ?? '']),
    ),
    outputs: (stack.Outputs ?? []).map((output) => ({
      key: output.OutputKey ?? '',
      value: output.OutputValue ?? '',
      description: output.Description,
    })),
    tags: new Map((stack.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
  };
}

/** An empty change set counts as failed at AWS; for a person it says that all is well. */
export function changeSetStatus(status: string | undefined, reason = ''): ChangeSet['status'] {
  if (status === 'CREATE_COMPLETE') return 'ready';
  if (status !== 'FAILED') return 'creating';
  return /didn't contain changes|no updates are to be performed/i.test(reason) ? 'empty' : 'failed';
}

const actions: Readonly<Record<string, Change['action']>> = {
  Add: 'add',
  Modify: 'modify',
  Remove: 'remove',
};

export function change({ ResourceChange }: AwsChange): Change {
  return {
    action: actions[ResourceChange?.Action ?? ''] ?? 'other',
    logicalId: ResourceChange?.LogicalResourceId ?? '',
    type: ResourceChange?.ResourceType ?? '',
    isReplaced: ['True', 'Conditional'].includes(ResourceChange?.Replacement ?? ''),
  };
}

export const driftStatuses: Readonly<Record<string, ResourceDrift['status']>> = {
  IN_SYNC: 'same',
  MODIFIED: 'changed',
  DELETED: 'deleted',
};

export function validationFailure(event: OperationEvent): ValidationFailure | undefined {
  const reason = event.ValidationStatusReason ?? event.ResourceStatusReason;
  if (reason === undefined) return undefined;
  return {
    logicalId: event.LogicalResourceId ?? '',
    path: event.ValidationPath,
    reason,
  };
}

export function eventOf(event: AwsEvent): StackEvent {
  return {
    id: event.EventId ?? '',
    atMs: event.Timestamp?.getTime() ?? 0,
    logicalId: event.LogicalResourceId ?? '',
    physicalId: event.PhysicalResourceId,
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    reason: event.ResourceStatusReason,
  };
}
