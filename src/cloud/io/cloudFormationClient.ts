import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type {
  ChangeSet,
  ChangeSetIds,
  DeleteOptions,
  ResourceDrift,
  RoleDescription,
  StackClient,
  StackDescription,
  StackEvent,
  StackRequest,
  StackResource,
  ValidationFailure,
} from '../stackClient';
import { maxTemplateBodyBytes } from '../stackClient';
import { StackError, stackErrorOf } from '../stackError';
import type { IamReader } from './iamReader';
import {
  change,
  changeSetStatus,
  describe,
  driftStatuses,
  eventOf,
  failedCall,
  validationFailure,
} from './stackAnswers';

/** A stack has some dozens of events; more pages than this are read by nobody. */
const maxEventPages = 5;

/** StackClient on the AWS SDK, whose own retries carry it over throttling and short outages. */
export class SdkStackClient implements StackClient {
  constructor(
    private readonly sdk: CloudFormationClient,
    private readonly iam: IamReader,
    /** Told of every refusal, so that an ended session becomes one state. */
    private readonly noteRefusal: (error: unknown) => void,
  ) {}

  async listStacks(signal: AbortSignal): Promise<readonly StackDescription[]> {
    const found: StackDescription[] = [];
    for (let NextToken: string | undefined, page = 0; page < 20; page++) {
      const command = new DescribeStacksCommand(NextToken === undefined ? {} : { NextToken });
      const answer = await this.call(
        (abortSignal) => this.sdk.send(command, { abortSignal }),
        signal,
      );
      found.push(...(answer.Stacks ?? []).map(describe));
      NextToken = answer.NextToken;
      if (NextToken === undefined) break;
    }
    return found;
  }

  async describeStack(
    StackName: string,
    signal: AbortSignal,
  ): Promise<StackDescription | undefined> {
    const command = new DescribeStacksCommand({ StackName });
    try {
      const { Stacks } = await this.call(
        (abortSignal) => this.sdk.send(command, { abortSignal }),
        signal,
      );
      return Stacks?.[0] && describe(Stacks[0]);
    } catch (error) {
      if (error instanceof StackError && error.reason === 'notFound') return undefined;
      throw error;
    }
  }

  async listEvents(
    StackName: string,
    knownId: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly StackEvent[]> {
    const events: StackEvent[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < maxEventPages; page++) {
      const command = new DescribeStackEventsCommand({
        StackName,
        ...(NextToken === undefined ? {} : { NextToken }),
      });
      const answer = await this.call(
        (abortSignal) => this.sdk.send(command, { abortSignal }),
        signal,
      );
      for (const event of answer.StackEvents ?? []) {
        if (event.EventId === knownId) return events;
        events.push(eventOf(event));
      }
      NextToken = answer.NextToken;
      if (NextToken === undefined) break;
    }
    return events;
  }

  async listResources(StackName: string, signal: AbortSignal): Promise<readonly StackResource[]> {
    const command = new DescribeStackResourcesCommand({ StackName });
    const answer = await this.call(
      (abortSignal) => this.sdk.send(command, { abortSignal }),
      signal,
    );
    return (answer.StackResources ?? []).map((resource) => ({
      logicalId: resource.LogicalResourceId ?? '',
      physicalId: resource.PhysicalResourceId,
      type: resource.ResourceType ?? '',
      status: resource.ResourceStatus ?? '',
      reason: resource.ResourceStatusReason,
    }));
  }

  async getTemplate(StackName: string, signal: AbortSignal): Promise<string> {
    const command = new GetTemplateCommand({ StackName, TemplateStage: 'Original' });
    const answer = await this.call(
      (abortSignal) => this.sdk.send(command, { abortSignal }),
      signal,
    );
    return answer.TemplateBody ?? '';
  }

  async createChangeSet(request: StackRequest, signal: AbortSignal): Promise<ChangeSetIds> {
    const isSmall = Buffer.byteLength(request.template) <= maxTemplateBodyBytes;
    if (!isSmall && request.templateUrl === undefined) {
      throw new StackError('invalid', 'The template is larger than 51,200 bytes.');
    }
    const command = new CreateChangeSetCommand({
      StackName: request.name,
      ChangeSetName: `sigfox-workbench-${crypto.randomUUID()}`,
      ChangeSetType: request.kind === 'create' ? 'CREATE' : 'UPDATE',
      ...(isSmall ? { TemplateBody: request.template } : { TemplateURL: request.templateUrl }),
      Parameters: [...request.parameters].map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Capabilities: [...request.capabilities],
      Tags: [...request.tags].map(([Key, Value]) => ({ Key, Value })),
      ...(request.serviceRoleArn === undefined ? {} : { RoleARN: request.serviceRoleArn }),
    });
    const answer = await this.call(
      (abortSignal) => this.sdk.send(command, { abortSignal }),
      signal,
    );
    return { id: answer.Id ?? '', stackId: answer.StackId ?? '' };
  }

  async describeChangeSet(ids: ChangeSetIds, signal: AbortSignal): Promise<ChangeSet> {
    const command = new DescribeChangeSetCommand(names(ids));
    const answer = await this.call(
      (abortSignal) => this.sdk.send(command, { abortSignal }),
      signal,
    );
    return {
      ...ids,
      status: changeSetStatus(answer.Status, answer.StatusReason),
      reason: answer.StatusReason,
      changes: (answer.Changes ?? []).map(change),
    };
  }

  async getChangeSetTemplate(ids: ChangeSetIds, signal: AbortSignal): Promise<string> {
    const command = new GetTemplateCommand({ ...names(ids), TemplateStage: 'Original' });
    const answer = await this.call(
      (abortSignal) => this.sdk.send(command, { abortSignal }),
      signal,
    );
    return answer.TemplateBody ?? '';
  }

  async executeChangeSet(ids: ChangeSetIds, signal: AbortSignal): Promise<void> {
    const command = new ExecuteChangeSetCommand(names(ids));
    await this.call((abortSignal) => this.sdk.send(command, { abortSignal }), signal);
  }

  async deleteChangeSet(ids: ChangeSetIds, signal: AbortSignal): Promise<void> {
    const command = new DeleteChangeSetCommand(names(ids));
    await this.call((abortSignal) => this.sdk.send(command, { abortSignal }), signal);
  }

  async deleteStack(
    StackName: string,
    { retain, serviceRoleArn }: DeleteOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const command = new DeleteStackCommand({
      StackName,
      ...(retain.length > 0 ? { RetainResources: [...retain] } : {}),
      ...(serviceRoleArn === undefined ? {} : { RoleARN: serviceRoleArn }),
    });
    await this.call((abortSignal) => this.sdk.send(command, { abortSignal }), signal);
  }

  async cancelUpdate(StackName: string, signal: AbortSignal): Promise<void> {
    const command = new CancelUpdateStackCommand({ StackName });
    await this.call((abortSignal) => this.sdk.send(command, { abortSignal }), signal);
  }

  async continueRollback(StackName: string, signal: AbortSignal): Promise<void> {
    const command = new ContinueUpdateRollbackCommand({ StackName });
    await this.call((abortSignal) => this.sdk.send(command, { abortSignal }), signal);
  }

  async startDrift(StackName: string, signal: AbortSignal): Promise<string> {
    const command = new DetectStackDriftCommand({ StackName });
    const answer = await this.call(
      (abortSignal) => this.sdk.send(command, { abortSignal }),
      signal,
    );
    return answer.StackDriftDetectionId ?? '';
  }

  async readDrift(
    StackDriftDetectionId: string,
    StackName: string,
    signal: AbortSignal,
  ): Promise<readonly ResourceDrift[] | undefined> {
    const status = new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId });
    const { DetectionStatus, DetectionStatusReason } = await this.call(
      (abortSignal) => this.sdk.send(status, { abortSignal }),
      signal,
    );
    if (DetectionStatus === 'DETECTION_IN_PROGRESS') return undefined;
    if (DetectionStatus === 'DETECTION_FAILED') {
      throw new StackError('unknown', DetectionStatusReason ?? 'DETECTION_FAILED');
    }
    const drifts = new DescribeStackResourceDriftsCommand({ StackName });
    const answer = await this.call((abortSignal) => this.sdk.send(drifts, { abortSignal }), signal);
    return (answer.StackResourceDrifts ?? []).map((drift) => ({
      logicalId: drift.LogicalResourceId ?? '',
      type: drift.ResourceType ?? '',
      status: driftStatuses[drift.StackResourceDriftStatus ?? ''] ?? 'unknown',
      properties: (drift.PropertyDifferences ?? []).map(({ PropertyPath }) => PropertyPath ?? ''),
    }));
  }

  async listValidationFailures(
    ids: ChangeSetIds,
    signal: AbortSignal,
  ): Promise<readonly ValidationFailure[] | undefined> {
    const command = new DescribeEventsCommand({
      ...names(ids),
      Filters: { FailedEvents: true },
    });
    try {
      const answer = await this.call(
        (abortSignal) => this.sdk.send(command, { abortSignal }),
        signal,
      );
      return (answer.OperationEvents ?? []).flatMap((event) => validationFailure(event) ?? []);
    } catch (error) {
      // Older endpoints do not know the call; the change set's own reason has to do then.
      if (error instanceof StackError && error.reason === 'signedOut') throw error;
      return undefined;
    }
  }

  missingRights(
    actions: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    return this.iam.missingRights(actions, signal);
  }

  readRole(roleArn: string, signal: AbortSignal): Promise<RoleDescription> {
    return this.call((abort) => this.iam.readRole(roleArn, abort), signal);
  }

  private async call<T>(
    send: (abortSignal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    try {
      return await send(signal);
    } catch (error) {
      if (signal.aborted || error instanceof StackError) throw error;
      this.noteRefusal(error);
      throw stackErrorOf(failedCall(error), error);
    }
  }
}

const names = ({ id, stackId }: ChangeSetIds) => ({ ChangeSetName: id, StackName: stackId });
