import type { Clock } from '../shared/clock';
import type { Disposable } from '../shared/disposable';
import { DisposableValue } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type { StackClient, StackDescription } from './stackClient';
import { StackError } from './stackError';
import { isStackBusy, type StackSnapshot } from './stackLifecycle';
import type { CloudTarget, StackPlaces, StackReference } from './stackPlace';

/** While something happens at AWS it is asked this often at first, and more slowly when it asks for fewer calls. */
const firstDelayMs = 2_000;
const longestDelayMs = 30_000;

/** The one stack of this window: what is known of it, kept fresh while it changes. */
export class StackStore implements Disposable {
  private followed: StackReference | undefined;
  private known: StackSnapshot | undefined;
  private trouble: StackError | undefined;
  private lookedFor = false;
  private readonly changed = new Emitter<undefined>();
  private readonly timer = new DisposableValue();
  private stopping = new AbortController();
  private delayMs = firstDelayMs;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly places: StackPlaces,
    private readonly clock: Clock,
  ) {}

  get reference(): StackReference | undefined {
    return this.followed;
  }

  get snapshot(): StackSnapshot | undefined {
    return this.known;
  }

  /** Why the last look failed; what was known before stays. */
  get problem(): StackError | undefined {
    return this.trouble;
  }

  /** The stack is remembered, but AWS no longer has it. */
  get isGone(): boolean {
    return this.lookedFor && !this.known && !this.trouble && this.followed?.kind === 'stack';
  }

  /** Role, region and topic, once they exist. */
  get target(): CloudTarget | undefined {
    const { followed, known } = this;
    if (followed?.kind === 'role') {
      const { roleArn, region, topic } = followed;
      return { roleArn, region, topic, externalId: undefined, historyTable: undefined };
    }
    // AWS goes on telling the outputs of a stack that is gone.
    const isThere = known !== undefined && !/^(DELETE_|ROLLBACK_)/.test(known.stack.status);
    return isThere ? targetOf(known.stack) : undefined;
  }

  follow(reference: StackReference | undefined): void {
    this.stopping.abort();
    this.stopping = new AbortController();
    this.timer.value = undefined;
    this.followed = reference;
    this.known = undefined;
    this.trouble = undefined;
    this.lookedFor = false;
    this.delayMs = firstDelayMs;
    this.changed.fire(undefined);
    void this.refresh();
  }

  /** What was followed before a restart; it is looked at when somebody asks. */
  remember(reference: StackReference): void {
    this.followed = reference;
  }

  /** Looks now. Background trouble becomes a state; it never rejects. */
  async refresh(): Promise<void> {
    const { followed } = this;
    const { signal } = this.stopping;
    if (followed?.kind !== 'stack') return;
    this.timer.value = undefined;
    try {
      const client = await this.places.client(followed.placeId, followed.region);
      const seen = await this.look(client, followed.stackId, signal);
      if (signal.aborted) return;
      this.known = seen;
      this.trouble = undefined;
      this.delayMs = firstDelayMs;
    } catch (error) {
      if (signal.aborted) return;
      this.trouble = asTrouble(error);
      this.delayMs = Math.min(longestDelayMs, this.delayMs * 2);
    }
    this.lookedFor = true;
    this.goOn();
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.stopping.abort();
    this.timer.dispose();
    this.changed.dispose();
  }

  /** Looks again by itself while something happens; not when only a person can mend it. */
  private goOn(): void {
    const isBusy = this.known !== undefined && isStackBusy(this.known.stack.status);
    const passes = this.trouble?.reason === 'throttled' || this.trouble?.reason === 'unreachable';
    if ((isBusy && !this.trouble) || passes) {
      this.timer.value = this.clock.after(this.delayMs, () => void this.refresh());
    }
  }

  private async look(
    client: StackClient,
    stackId: string,
    signal: AbortSignal,
  ): Promise<StackSnapshot | undefined> {
    const stack = await client.describeStack(stackId, signal);
    if (!stack) return undefined;
    const before = this.known?.events ?? [];
    const [fresh, resources] = await Promise.all([
      client.listEvents(stackId, before[0]?.id, signal),
      client.listResources(stackId, signal),
    ]);
    return { stack, events: [...fresh, ...before].slice(0, 500), resources };
  }
}

function asTrouble(error: unknown): StackError {
  if (error instanceof StackError) return error;
  return new StackError('unknown', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}

/** A stack is one of ours by what it tells, whatever it is called. */
export function targetOf(stack: StackDescription): CloudTarget | undefined {
  const of = new Map(stack.outputs.map(({ key, value }) => [key, value]));
  const roleArn = of.get('ARNRole');
  const region = of.get('Region');
  const topic = of.get('Topic');
  if (roleArn === undefined || region === undefined || topic === undefined) return undefined;
  const externalId = stack.parameters.get('ExternalId');
  return {
    roleArn,
    region,
    topic,
    externalId: externalId === '****' ? undefined : externalId,
    historyTable: of.get('HistoryTable'),
  };
}
