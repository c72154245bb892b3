import { type Disposable, DisposableStore } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type { Connection } from './connection';
import type { ConnectionState } from './connectionState';
import { type FeedDoors, MessageFeed } from './messageFeed';
import type { ReceivedMessage } from './messageSource';

/** A connection this window uses, and where it stands. */
export interface ConnectionStatus {
  readonly connection: Connection;
  readonly state: ConnectionState;
  /** Of the session that is live. */
  readonly clientId?: string | undefined;
}

/** The connections this window uses at the moment, each with a feed of its own. */
export class Connections implements Disposable {
  private readonly feeds = new Map<string, { feed: MessageFeed; owned: DisposableStore }>();
  private readonly changed = new Emitter<ConnectionStatus>();
  private readonly received = new Emitter<{ connection: Connection; message: ReceivedMessage }>();

  private known = new Map<string, Connection>();
  private readonly learned = new Emitter<undefined>();

  /** What the connections say of payloads may be something else. */
  readonly onDidLearn = this.learned.event;

  /** A connection was added, removed (it is then disconnected) or changed its state. */
  readonly onDidChange = this.changed.event;
  readonly onDidReceive = this.received.event;

  constructor(private readonly doors: FeedDoors) {}

  /** In the order they were connected. */
  get all(): readonly ConnectionStatus[] {
    return [...this.feeds.values()].map(({ feed }) => ({
      connection: feed.connection,
      state: feed.state,
      clientId: feed.clientId,
    }));
  }

  get(id: string): ConnectionStatus | undefined {
    return this.all.find(({ connection }) => connection.id === id);
  }

  /**
   * The connection as it is set up now, whether this window uses it or not: kept messages are decoded by what it says of
   * their payloads.
   */
  connectionOf(id: string): Connection | undefined {
    return this.known.get(id) ?? this.feeds.get(id)?.feed.connection;
  }

  /** Those a person set up, whether this window uses them or not. */
  get saved(): readonly Connection[] {
    return [...this.known.values()].filter(({ isSimulated }) => !isSimulated);
  }

  /** Takes note of all connections there are to choose from. */
  know(all: readonly Connection[]): void {
    this.known = new Map(all.map((connection) => [connection.id, connection]));
    this.learned.fire(undefined);
  }

  /** Connects, or tries again at once what is there already. */
  connect(connection: Connection): void {
    const known = this.feeds.get(connection.id);
    if (known && isSameEndpoint(known.feed.connection, connection)) return known.feed.connect();
    this.disconnect(connection.id);
    const owned = new DisposableStore();
    const feed = owned.add(new MessageFeed(connection, this.doors));
    owned.add(feed.onDidChangeState((state) => this.changed.fire({ connection, state })));
    owned.add(feed.onDidReceive((message) => this.received.fire({ connection, message })));
    this.feeds.set(connection.id, { feed, owned });
    feed.connect();
  }

  tryNow(id: string): void {
    this.feeds.get(id)?.feed.connect();
  }

  disconnect(id: string): void {
    const known = this.feeds.get(id);
    if (!known) return;
    this.feeds.delete(id);
    const { connection } = known.feed;
    known.owned.dispose();
    this.changed.fire({ connection, state: { kind: 'disconnected' } });
  }

  async publish(id: string, topic: string, body: Uint8Array): Promise<void> {
    await this.feeds.get(id)?.feed.publish(topic, body);
  }

  dispose(): void {
    for (const { owned } of this.feeds.values()) owned.dispose();
    this.feeds.clear();
    this.changed.dispose();
    this.learned.dispose();
    this.received.dispose();
  }
}

/** What was edited is connected anew; what only came again under new functions is not. */
function isSameEndpoint(a: Connection, b: Connection): boolean {
  const facts = ({ endpoint, topicFilters }: Connection) =>
    JSON.stringify(
      [endpoint.kind === 'replay' ? endpoint.url : endpoint, topicFilters],
      (key, value: unknown) =>
        key === 'credentials' || key === 'password' || key === 'passphrase' ? undefined : value,
    );
  return facts(a) === facts(b);
}
