import * as l10n from '@vscode/l10n';
import type { Clock, Random } from '../shared/clock';
import { type Disposable, DisposableValue } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { UserError } from '../shared/userError';
import type { Connection } from './connection';
import { type ConnectionState, retryDelayMs } from './connectionState';
import {
  EndpointTrouble,
  type MessageSession,
  type MessageSource,
  type ReceivedMessage,
  type SessionEnd,
} from './messageSource';

/** AWS IoT ends a signed session after 24 hours; we renew it before. */
const renewAfterMs = 23 * 60 * 60_000;

/** A session that ends within this time counts as one that hardly began. */
const shortSessionMs = 5_000;

/** After so many short sessions in a row, trying again is stopped: someone or something throws us out. */
const maxShortSessions = 5;

export interface FeedDoors {
  readonly source: MessageSource;
  readonly clock: Clock;
  readonly random: Random;
  /** A new client id for every session. */
  nextClientId(): string;
}

/** The life of one connection: opens sessions, tries again with growing waits, stops when the broker says no. */
export class MessageFeed implements Disposable {
  private current: ConnectionState = { kind: 'disconnected' };
  private session: MessageSession | undefined;
  private sessionId: string | undefined;
  private abort = new AbortController();
  private attempt = 0;
  private shortSessions = 0;
  private readonly signIns: Disposable | undefined;
  private readonly timer = new DisposableValue();
  private readonly changedState = new Emitter<ConnectionState>();
  private readonly received = new Emitter<ReceivedMessage>();

  readonly onDidChangeState = this.changedState.event;
  readonly onDidReceive = this.received.event;

  constructor(
    readonly connection: Connection,
    private readonly doors: FeedDoors,
  ) {
    const { endpoint } = connection;
    if (endpoint.kind === 'aws') this.signIns = endpoint.onDidSignIn?.(() => this.signedIn());
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** The client id the live session goes by. */
  get clientId(): string | undefined {
    return this.session && this.sessionId;
  }

  /** Connects, or tries again at once while waiting. Does nothing while it is connected. */
  connect(): void {
    if (this.current.kind === 'live' || this.current.kind === 'connecting') return;
    this.attempt = 0;
    this.shortSessions = 0;
    void this.open();
  }

  disconnect(): void {
    this.abandon();
    this.timer.value = undefined;
    const { session } = this;
    this.session = undefined;
    void session?.close();
    this.become({ kind: 'disconnected' });
  }

  /** Rejects with a UserError while there is no session, or when the broker does not take the message. */
  async publish(topic: string, body: Uint8Array): Promise<void> {
    if (!this.session) {
      throw new UserError(l10n.t('"{0}" is not connected.', this.connection.name));
    }
    await this.session.publish(topic, body);
  }

  dispose(): void {
    this.disconnect();
    this.signIns?.dispose();
    this.changedState.dispose();
    this.received.dispose();
  }

  private async open(): Promise<void> {
    const abort = this.abandon();
    this.timer.value = undefined;
    this.become({ kind: 'connecting' });
    const { endpoint, topicFilters } = this.connection;
    let openedAtMs = 0;
    const request = {
      endpoint,
      topicFilters,
      clientId: this.doors.nextClientId(),
      onMessage: (message: ReceivedMessage) => {
        // Asking the signal itself would cost as much as reading a message.
        if (this.abort === abort) this.received.fire(message);
      },
      onEnd: (end: SessionEnd) => {
        if (!abort.signal.aborted) this.sessionEnded(end, openedAtMs);
      },
    };
    const result = await this.doors.source.open(request, abort.signal).catch(failedToOpen);
    if (abort.signal.aborted) {
      if (result.kind === 'open') void result.session.close();
      return;
    }
    if (result.kind === 'ended') {
      this.ended(result.end);
      return;
    }
    openedAtMs = this.doors.clock.now();
    this.session = result.session;
    this.sessionId = request.clientId;
    this.attempt = 0;
    this.timer.value = this.doors.clock.after(renewAfterMs, () => this.renew());
    this.become({ kind: 'live', sinceMs: openedAtMs });
  }

  /** Nothing that was begun counts any more; gives what ends the next attempt. */
  private abandon(): AbortController {
    this.abort.abort();
    this.abort = new AbortController();
    return this.abort;
  }

  private signedIn(): void {
    if (this.current.kind === 'signedOut' || this.current.kind === 'reconnecting') this.connect();
  }

  private renew(): void {
    const { session } = this;
    this.session = undefined;
    void session?.close();
    void this.open();
  }

  private sessionEnded(end: SessionEnd, openedAtMs: number): void {
    this.session = undefined;
    const wasShort = this.doors.clock.now() - openedAtMs < shortSessionMs;
    this.shortSessions = wasShort ? this.shortSessions + 1 : 0;
    if (this.shortSessions < maxShortSessions) return this.ended(end);
    this.ended({
      kind: 'refused',
      reason: l10n.t(
        'The broker closed {0} connections right after they began; the last time: {1}',
        this.shortSessions,
        end.kind === 'closed' ? '' : end.reason,
      ),
    });
  }

  private ended(end: SessionEnd): void {
    switch (end.kind) {
      case 'closed':
        return this.become({ kind: 'disconnected' });
      case 'signedOut':
        this.timer.value = undefined;
        return this.become({ kind: 'signedOut', reason: end.reason });
      case 'refused':
        this.timer.value = undefined;
        return this.become(
          end.missing
            ? { kind: 'refused', reason: end.reason, missing: end.missing }
            : { kind: 'refused', reason: end.reason },
        );
      case 'lost':
      case 'takenOver':
        return this.tryLater(end.reason);
    }
  }

  private tryLater(reason: string): void {
    this.attempt += 1;
    const delayMs = retryDelayMs(this.attempt + this.shortSessions, this.doors.random);
    this.timer.value = this.doors.clock.after(delayMs, () => void this.open());
    const retryAtMs = this.doors.clock.now() + delayMs;
    this.become({ kind: 'reconnecting', reason, attempt: this.attempt, retryAtMs });
  }

  private become(state: ConnectionState): void {
    this.current = state;
    this.changedState.fire(state);
  }
}

/** What a source throws is no answer of a broker: credentials that cannot be had, an address that is none. */
function failedToOpen(error: unknown): { readonly kind: 'ended'; readonly end: SessionEnd } {
  if (error instanceof EndpointTrouble) return { kind: 'ended', end: error.end };
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: 'ended', end: { kind: 'refused', reason } };
}
