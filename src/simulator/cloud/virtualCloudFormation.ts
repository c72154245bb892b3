import type { MadeResource } from '../../cloud/reviewHistory';
import type {
  Change,
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
} from '../../cloud/stackClient';
import { shellStatus } from '../../cloud/stackClient';
import type { Clock } from '../../shared/clock';
import type { Disposable } from '../../shared/disposable';
import { VirtualStack } from './virtualStack';
import { failed, takeTemplate, type VirtualTemplate } from './virtualTemplate';

/** What can be made to go wrong; nothing does by itself. */
export interface Misbehaviour {
  /** The answer to a call, in AWS's name and words, in place of doing it. */
  call?(
    operation: keyof StackClient,
  ): { readonly name: string; readonly message: string } | undefined;
  resource?(resource: MadeResource, verb: 'CREATE' | 'UPDATE' | 'DELETE'): string | undefined;
  /** What the look before the deployment finds; absent, the place has no such look. */
  validation?(): readonly ValidationFailure[] | undefined;
}

interface PreparedChange extends ChangeSet {
  readonly template: VirtualTemplate;
  readonly tags: ReadonlyMap<string, string>;
}

/** The account and region of the simulator; no such account is ever given out by AWS. */
export const virtualPlace = { account: '000000000000', region: 'eu-west-1' } as const;

/**
 * A CloudFormation that walks AWS's states in AWS's order and at a pace that can be watched, refuses what AWS refuses,
 * and needs no account. It makes nothing but names.
 */
export class VirtualCloudFormation implements StackClient, Disposable {
  private readonly stacks: VirtualStack[] = [];
  private readonly changeSets = new Map<string, PreparedChange>();
  private count = 0;

  constructor(
    private readonly clock: Clock,
    private readonly misbehaviour: Misbehaviour = {},
  ) {}

  dispose(): void {
    for (const stack of this.stacks) stack.dispose();
  }

  listStacks(signal: AbortSignal): Promise<readonly StackDescription[]> {
    return this.answer('listStacks', signal, () =>
      this.stacks.filter(({ isDeleted }) => !isDeleted).map((stack) => stack.describe()),
    );
  }

  describeStack(nameOrId: string, signal: AbortSignal): Promise<StackDescription | undefined> {
    return this.answer('describeStack', signal, () => this.find(nameOrId)?.describe());
  }

  listEvents(
    stackId: string,
    knownId: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly StackEvent[]> {
    return this.answer('listEvents', signal, () => {
      const events = this.existing(stackId).events.toReversed();
      const known = events.findIndex(({ id }) => id === knownId);
      return known < 0 ? events : events.slice(0, known);
    });
  }

  listResources(stackId: string, signal: AbortSignal): Promise<readonly StackResource[]> {
    return this.answer('listResources', signal, () => this.existing(stackId).listResources());
  }

  getTemplate(stackId: string, signal: AbortSignal): Promise<string> {
    return this.answer('getTemplate', signal, () => this.existing(stackId).template?.text ?? '');
  }

  createChangeSet(request: StackRequest, signal: AbortSignal): Promise<ChangeSetIds> {
    return this.answer('createChangeSet', signal, () => {
      const template = takeTemplate(request, virtualPlace);
      const stack = this.stackFor(request);
      this.count += 1;
      const id = `arn:aws:cloudformation:${virtualPlace.region}:${virtualPlace.account}:changeSet/sigfox-workbench/${this.count}`;
      const changes = changesBetween(stack.template, template);
      const isEmpty = changes.length === 0;
      this.changeSets.set(id, {
        id,
        stackId: stack.id,
        status: isEmpty ? 'empty' : 'ready',
        reason: isEmpty
          ? "The submitted information didn't contain changes. Submit different information to create a change set."
          : undefined,
        changes,
        template,
        tags: request.tags,
      });
      return { id, stackId: stack.id };
    });
  }

  describeChangeSet({ id }: ChangeSetIds, signal: AbortSignal): Promise<ChangeSet> {
    return this.answer('describeChangeSet', signal, () => {
      const { status, ...prepared } = this.prepared(id);
      const isInvalid = (this.misbehaviour.validation?.() ?? []).length > 0;
      return { ...prepared, status: isInvalid ? ('failed' as const) : status };
    });
  }

  getChangeSetTemplate({ id }: ChangeSetIds, signal: AbortSignal): Promise<string> {
    return this.answer('getChangeSetTemplate', signal, () => this.prepared(id).template.text);
  }

  listValidationFailures(
    _ids: ChangeSetIds,
    signal: AbortSignal,
  ): Promise<readonly ValidationFailure[] | undefined> {
    return this.answer('listValidationFailures', signal, () => this.misbehaviour.validation?.());
  }

  executeChangeSet({ id }: ChangeSetIds, signal: AbortSignal): Promise<void> {
    return this.answer('executeChangeSet', signal, () => {
      const change = this.prepared(id);
      if (change.status !== 'ready') {
        throw failed(
          'InvalidChangeSetStatusException',
          `ChangeSet [${id}] cannot be executed in its current status of [FAILED]`,
        );
      }
      this.changeSets.delete(id);
      this.existing(change.stackId).deploy(change.template, change.tags);
    });
  }

  deleteChangeSet({ id }: ChangeSetIds, signal: AbortSignal): Promise<void> {
    return this.answer('deleteChangeSet', signal, () => void this.changeSets.delete(id));
  }

  deleteStack(stackId: string, { retain }: DeleteOptions, signal: AbortSignal): Promise<void> {
    return this.answer('deleteStack', signal, () => this.find(stackId)?.remove(retain));
  }

  cancelUpdate(stackId: string, signal: AbortSignal): Promise<void> {
    return this.answer('cancelUpdate', signal, () => this.existing(stackId).cancelUpdate());
  }

  continueRollback(stackId: string, signal: AbortSignal): Promise<void> {
    return this.answer('continueRollback', signal, () => this.existing(stackId).continueRollback());
  }

  startDrift(stackId: string, signal: AbortSignal): Promise<string> {
    return this.answer('startDrift', signal, () => this.existing(stackId).id);
  }

  readDrift(
    _driftId: string,
    stackId: string,
    signal: AbortSignal,
  ): Promise<readonly ResourceDrift[]> {
    return this.answer('readDrift', signal, () =>
      this.existing(stackId)
        .listResources()
        .map(({ logicalId, type }) => ({ logicalId, type, status: 'same', properties: [] })),
    );
  }

  missingRights(actions: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    return this.answer('missingRights', signal, () =>
      actions.filter(
        (action) =>
          action === 'iam:CreateRole' &&
          /iam:CreateRole/.test(
            this.misbehaviour.resource?.(
              { id: 'Role', type: 'AWS::IAM::Role', properties: new Map(), path: '' },
              'CREATE',
            ) ?? '',
          ),
      ),
    );
  }

  readRole(roleArn: string, signal: AbortSignal): Promise<RoleDescription> {
    return this.answer('readRole', signal, () => {
      const made = this.stacks.find((stack) => stack.gives(roleArn))?.describe().parameters;
      if (!made) throw failed('NoSuchEntityException', `The role ${roleArn} cannot be found.`);
      const [principal, externalId] = [made.get('SigfoxPrincipal'), made.get('ExternalId')];
      return { arn: roleArn, principal, externalId };
    });
  }

  /** Every call takes a moment, and may be answered by a fault. */
  private async answer<T>(
    operation: keyof StackClient,
    signal: AbortSignal,
    run: () => T,
  ): Promise<T> {
    await new Promise<void>((resolve) => this.clock.after(20, resolve));
    signal.throwIfAborted();
    const fault = this.misbehaviour.call?.(operation);
    if (fault) throw failed(fault.name, fault.message);
    return run();
  }

  /** By name only what is not deleted; by id everything. */
  private find(nameOrId: string): VirtualStack | undefined {
    return this.stacks.find(
      (stack) => stack.id === nameOrId || (stack.name === nameOrId && !stack.isDeleted),
    );
  }

  private existing(nameOrId: string): VirtualStack {
    const stack = this.find(nameOrId);
    if (stack) return stack;
    throw failed('ValidationError', `Stack with id ${nameOrId} does not exist`);
  }

  /** A new stack begins as a shell, which a later change set of the same kind may reuse. */
  private stackFor({ kind, name }: StackRequest): VirtualStack {
    const known = this.find(name);
    if (kind === 'update') {
      const stack = this.existing(name);
      if (stack.isUpdatable) return stack;
      throw failed(
        'ValidationError',
        `Stack:${stack.id} is in ${stack.status} state and can not be updated.`,
      );
    }
    if (known && known.status !== shellStatus) {
      throw failed(
        'AlreadyExistsException',
        `Stack [${name}] already exists and cannot be created again with the changeSet`,
      );
    }
    if (known) return known;
    this.count += 1;
    const stack = new VirtualStack(
      name,
      this.count,
      this.clock,
      (resource, verb) =>
        this.misbehaviour.resource?.(resource, verb) ?? boundaryProblem(resource, verb),
    );
    this.stacks.push(stack);
    return stack;
  }

  private prepared(id: string): PreparedChange {
    const change = this.changeSets.get(id);
    if (change) return change;
    throw failed('ChangeSetNotFoundException', `ChangeSet [${id}] does not exist`);
  }
}

/** The virtual account has no policies of its own that a boundary could be. */
function boundaryProblem({ properties }: MadeResource, verb: string): string | undefined {
  const boundary = properties.get('PermissionsBoundary');
  if (verb === 'DELETE' || typeof boundary !== 'string' || boundary.includes(':aws:policy/')) {
    return undefined;
  }
  return `Resource handler returned message: "Scope ARN: ${boundary} does not exist or is not attachable. (Service: Iam, Status Code: 404)" (HandlerErrorCode: NotFound)`;
}

function changesBetween(
  before: VirtualTemplate | undefined,
  after: VirtualTemplate,
): readonly Change[] {
  const old = new Map(before?.resources.map((resource) => [resource.id, resource]));
  const text = (resource: MadeResource | undefined) => JSON.stringify(resource, plain);
  const changes = after.resources.flatMap((resource): Change[] => {
    const { id: logicalId, type } = resource;
    const known = old.get(logicalId);
    if (!known) return [{ action: 'add', logicalId, type, isReplaced: false }];
    return text(known) === text(resource)
      ? []
      : [{ action: 'modify', logicalId, type, isReplaced: false }];
  });
  const kept = new Set(after.resources.map(({ id }) => id));
  const removed = [...old.values()].flatMap(({ id, type }): Change[] =>
    kept.has(id) ? [] : [{ action: 'remove', logicalId: id, type, isReplaced: false }],
  );
  return [...changes, ...removed];
}

function plain(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...(value as Map<string, unknown>)] : value;
}
