import type {
  StackDescription,
  StackEvent,
  StackOutput,
  StackResource,
} from '../../cloud/stackClient';
import { shellStatus } from '../../cloud/stackClient';
import type { Clock } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import { DisposableValue } from '../../shared/disposable';
import { createScript, deleteScript, type ResourceFault, type ScriptStep } from './stackScript';
import { failed, type VirtualTemplate } from './virtualTemplate';

const stackType = 'AWS::CloudFormation::Stack';

/** One stack of the stand-in: its events are what happened, one after the other, as the clock goes on. */
export class VirtualStack implements Disposable {
  readonly id: string;
  status = shellStatus;
  readonly events: StackEvent[] = [];
  template: VirtualTemplate | undefined;
  private previous: VirtualTemplate | undefined;
  private reason: string | undefined;
  private tags: ReadonlyMap<string, string> = new Map();
  private outputs: readonly StackOutput[] = [];
  private resources: StackResource[] = [];
  private readonly timer = new DisposableValue();
  private readonly createdAtMs: number;
  private updatedAtMs: number | undefined;
  private deletedAtMs: number | undefined;

  constructor(
    readonly name: string,
    private readonly number: number,
    private readonly clock: Clock,
    private readonly fault: ResourceFault,
  ) {
    const tail = number.toString(16).padStart(12, '0');
    this.id = `arn:aws:cloudformation:eu-west-1:000000000000:stack/${name}/00000000-0000-4000-8000-${tail}`;
    this.createdAtMs = clock.now();
    this.note({ logicalId: name, type: stackType, status: shellStatus, reason: 'User Initiated' });
  }

  dispose(): void {
    this.timer.dispose();
  }

  get isDeleted(): boolean {
    return this.status === 'DELETE_COMPLETE';
  }

  get isUpdatable(): boolean {
    return /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(this.status);
  }

  /** Whether the value is one of its outputs now. */
  gives(text: string): boolean {
    return !this.isDeleted && this.outputs.some(({ value }) => value === text);
  }

  describe(): StackDescription {
    const { template } = this;
    return {
      id: this.id,
      name: this.name,
      status: this.status,
      reason: this.reason,
      createdAtMs: this.createdAtMs,
      updatedAtMs: this.updatedAtMs,
      deletedAtMs: this.deletedAtMs,
      parameters: new Map(
        [...(template?.parameters ?? [])].map(([name, value]) => [
          name,
          template?.hidden.has(name) === true ? '****' : value,
        ]),
      ),
      outputs: this.outputs,
      tags: this.tags,
    };
  }

  listResources(): readonly StackResource[] {
    return this.resources.filter(({ status }) => status !== 'DELETE_COMPLETE');
  }

  /** Makes the stack, or changes it; what fails is taken back. */
  deploy(template: VirtualTemplate, tags: ReadonlyMap<string, string>): void {
    const isNew = this.template === undefined;
    const before = this.template;
    this.previous = before;
    this.template = template;
    this.tags = tags;
    if (isNew) return this.create(template);
    this.updatedAtMs = this.clock.now();
    this.update(before ?? template, template);
  }

  remove(retain: readonly string[]): void {
    if (this.isDeleted || this.status === 'DELETE_IN_PROGRESS') return;
    if (retain.length > 0 && this.status !== 'DELETE_FAILED') {
      throw failed(
        'ValidationError',
        'Invalid operation on stack: specify which resources to retain only when the stack is in the DELETE_FAILED state',
      );
    }
    const alive = new Set(this.listResources().map(({ logicalId }) => logicalId));
    const there = (this.template?.resources ?? []).filter(({ id }) => alive.has(id));
    const { steps, failed: kept } = deleteScript(there, retain, this.fault);
    this.move('DELETE_IN_PROGRESS', 'User Initiated');
    this.play(steps, () => {
      if (kept.length > 0) {
        this.move(
          'DELETE_FAILED',
          `The following resource(s) failed to delete: [${kept.join(', ')}]. `,
        );
      } else {
        this.deletedAtMs = this.clock.now();
        this.outputs = [];
        this.move('DELETE_COMPLETE');
      }
    });
  }

  cancelUpdate(): void {
    if (this.status !== 'UPDATE_IN_PROGRESS') {
      throw failed(
        'ValidationError',
        'CancelUpdateStack cannot be called from current stack status',
      );
    }
    this.rollBackUpdate('User Initiated');
  }

  continueRollback(): void {
    if (this.status !== 'UPDATE_ROLLBACK_FAILED') {
      throw failed(
        'ValidationError',
        `Stack:${this.id} is in ${this.status} state and can not continue rollback.`,
      );
    }
    this.rollBackUpdate('User Initiated');
  }

  private create(template: VirtualTemplate): void {
    const { steps, failed: broken } = createScript(template.resources, this.fault);
    const failedAt = steps.findIndex(({ status }) => status === 'CREATE_FAILED');
    this.move('CREATE_IN_PROGRESS', 'User Initiated');
    if (failedAt < 0) {
      return this.play(steps, () => {
        this.outputs = template.outputs(this.physicalIds());
        this.move('CREATE_COMPLETE');
      });
    }
    this.play(steps.slice(0, failedAt + 1), () => {
      const what = `The following resource(s) failed to create: [${broken.join(', ')}]. Rollback requested by user.`;
      this.move('ROLLBACK_IN_PROGRESS', what);
      this.play(steps.slice(failedAt + 1), () => this.move('ROLLBACK_COMPLETE'));
    });
  }

  private update(before: VirtualTemplate, after: VirtualTemplate): void {
    this.move('UPDATE_IN_PROGRESS', 'User Initiated');
    const known = new Map(before.resources.map((resource) => [resource.id, resource]));
    const steps: ScriptStep[] = [];
    for (const resource of after.resources) {
      const { id: logicalId, type } = resource;
      const verb = known.has(logicalId) ? 'UPDATE' : 'CREATE';
      const reason = this.fault(resource, verb);
      steps.push({ logicalId, type, status: `${verb}_IN_PROGRESS`, afterMs: 500 });
      if (reason !== undefined) {
        steps.push({ logicalId, type, status: `${verb}_FAILED`, reason, afterMs: 500 });
        return this.play(steps, () =>
          this.rollBackUpdate(`The following resource(s) failed to update: [${logicalId}]. `),
        );
      }
      steps.push({ logicalId, type, status: `${verb}_COMPLETE`, afterMs: 500 });
    }
    const gone = before.resources.filter(({ id }) =>
      after.resources.every((each) => each.id !== id),
    );
    this.play(steps, () => {
      this.outputs = after.outputs(this.physicalIds());
      this.move('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
      this.play(deleteScript(gone, [], this.fault).steps, () => this.move('UPDATE_COMPLETE'));
    });
  }

  private rollBackUpdate(reason: string): void {
    this.template = this.previous ?? this.template;
    this.move('UPDATE_ROLLBACK_IN_PROGRESS', reason);
    const [first] = this.template?.resources ?? [];
    const stuck = first && this.fault(first, 'DELETE');
    const steps = first
      ? [{ logicalId: first.id, type: first.type, status: 'UPDATE_IN_PROGRESS', afterMs: 500 }]
      : [];
    this.play(steps, () => {
      if (stuck !== undefined) {
        this.move(
          'UPDATE_ROLLBACK_FAILED',
          `The following resource(s) failed to update: [${first?.id ?? ''}]. `,
        );
        return;
      }
      this.move('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
      this.play([], () => this.move('UPDATE_ROLLBACK_COMPLETE'));
    });
  }

  /** Lets the steps happen, each in its time; a new script replaces one that still runs. */
  private play(steps: readonly ScriptStep[], then: () => void): void {
    const [step, ...rest] = steps;
    this.timer.value = this.clock.after(step?.afterMs ?? 300, () => {
      if (!step) return then();
      this.note(step);
      this.play(rest, then);
    });
  }

  private move(status: string, reason?: string): void {
    this.status = status;
    this.reason = reason === 'User Initiated' ? undefined : reason;
    this.note({
      logicalId: this.name,
      type: stackType,
      status,
      ...(reason === undefined ? {} : { reason }),
    });
  }

  private note(step: Omit<ScriptStep, 'afterMs'>): void {
    const isStack = step.type === stackType;
    this.events.push({
      id: `${this.number}-${this.events.length}`,
      atMs: this.clock.now(),
      logicalId: step.logicalId,
      physicalId: isStack ? this.id : this.physicalId(step.logicalId, step.type),
      type: step.type,
      status: step.status,
      reason: step.reason,
    });
    if (isStack) return;
    const resource: StackResource = {
      logicalId: step.logicalId,
      physicalId: this.physicalId(step.logicalId, step.type),
      type: step.type,
      status: step.status,
      reason: step.reason,
    };
    this.resources = [
      ...this.resources.filter(({ logicalId }) => logicalId !== step.logicalId),
      resource,
    ];
  }

  /** AWS keeps the first 24 characters of stack and resource and adds some of its own. */
  private physicalId(logicalId: string, type: string): string {
    const name = `${this.name.slice(0, 24)}-${logicalId.slice(0, 24)}-1S${this.number}M0X`;
    return type === 'AWS::IoT::TopicRule' ? name.replaceAll('-', '_') : name;
  }

  /** What `Ref` and `GetAtt Arn` of each resource give. */
  private physicalIds(): ReadonlyMap<string, string> {
    return new Map(
      this.resources.flatMap(({ logicalId, type, physicalId = '' }) => [
        [logicalId, physicalId] as const,
        [`${logicalId}.Arn`, arnOf(type, physicalId)] as const,
      ]),
    );
  }
}

function arnOf(type: string, physicalId: string): string {
  if (type === 'AWS::IAM::Role') return `arn:aws:iam::000000000000:role/${physicalId}`;
  return `arn:aws:dynamodb:eu-west-1:000000000000:table/${physicalId}`;
}
