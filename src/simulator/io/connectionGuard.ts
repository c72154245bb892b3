import { generate, type Packet, parser } from 'mqtt-packet';
import { Duplex } from 'node:stream';

// Limits of AWS IoT Core; all of them end the connection unless said otherwise.
const maxTopicsPerSubscribe = 8;
const maxPayloadBytes = 128 * 1024;
const maxTopicBytes = 256;
const maxSlashes = 7;
const maxClientIdBytes = 128;
/** In and out together; what is above is neither delivered nor acknowledged. */
const maxPublishesPerSecond = 100;

/**
 * Stands between a WebSocket and the broker and lets through what AWS IoT Core would: it looks at every packet of the
 * client, since the broker's own hooks come too late for most limits.
 */
export class ConnectionGuard extends Duplex {
  /** Set when a limit was broken, for the broker's log and the tests. */
  brokenLimit: string | undefined;
  private isFrozen = false;
  private second = 0;
  private publishes = 0;
  private readonly packets = parser();

  constructor(
    private readonly outer: Duplex,
    private readonly now: () => number,
  ) {
    super();
    this.packets.on('packet', (packet: Packet) => this.judge(packet));
    this.packets.on('error', () => this.cut('malformed packet'));
    outer.on('data', (chunk: Buffer) => {
      if (!this.isFrozen && !this.destroyed) this.packets.parse(chunk);
    });
    outer.on('end', () => this.push(null));
    outer.on('close', () => this.destroy());
    outer.on('error', () => this.destroy());
  }

  /** From now on nothing passes in either direction and no end is told. */
  freeze(): void {
    this.isFrozen = true;
  }

  /** Counts one publish to the client; false when it is one too many in this second. */
  mayDeliver(): boolean {
    return this.countPublish();
  }

  override _read(): void {}

  override _write(
    chunk: Buffer,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    if (this.isFrozen || this.outer.destroyed) done();
    else this.outer.write(chunk, encoding, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.isFrozen) this.outer.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.isFrozen) this.outer.destroy();
    done(error);
  }

  private judge(packet: Packet): void {
    switch (packet.cmd) {
      case 'connect':
        if (Buffer.byteLength(packet.clientId) > maxClientIdBytes)
          return this.cut('client id too long');
        return this.pass(packet, packet.protocolVersion);
      case 'publish': {
        const problem = topicProblem(packet.topic) ?? payloadProblem(packet.payload);
        if (problem !== undefined) return this.cut(problem);
        // "The message broker sends no PUBACK when QoS 2 is requested."
        if (packet.qos === 2 || !this.countPublish()) return;
        // Retained messages are not kept here.
        return this.pass({ ...packet, retain: false });
      }
      case 'subscribe': {
        if (packet.subscriptions.length > maxTopicsPerSubscribe)
          return this.cut('too many topics in one SUBSCRIBE');
        const problem = packet.subscriptions.map(({ topic }) => topicProblem(topic)).find(Boolean);
        if (problem !== undefined) return this.cut(problem);
        if (packet.subscriptions.some(({ qos }) => qos === 2)) return;
        return this.pass({
          ...packet,
          subscriptions: packet.subscriptions.map((s) => ({ ...s, topic: withoutParent(s.topic) })),
        });
      }
      case 'unsubscribe':
        return this.pass({ ...packet, unsubscriptions: packet.unsubscriptions.map(withoutParent) });
      default:
        return this.pass(packet);
    }
  }

  private pass(packet: Packet, protocolVersion?: number): void {
    this.push(generate(packet, protocolVersion === undefined ? undefined : { protocolVersion }));
  }

  private cut(limit: string): void {
    this.brokenLimit = limit;
    this.destroy();
  }

  private countPublish(): boolean {
    const second = Math.floor(this.now() / 1_000);
    if (second !== this.second) {
      this.second = second;
      this.publishes = 0;
    }
    this.publishes += 1;
    return this.publishes <= maxPublishesPerSecond;
  }
}

/** On AWS IoT `x/#` does not deliver `x`, against MQTT 3.1.1 §4.7.1.2; `x/+/#` says so to a broker that follows it. */
function withoutParent(filter: string): string {
  return filter.endsWith('/#') && !filter.endsWith('/+/#') ? `${filter.slice(0, -1)}+/#` : filter;
}

function topicProblem(topic: string): string | undefined {
  if (Buffer.byteLength(topic) > maxTopicBytes) return 'topic too long';
  if (topic.split('/').length - 1 > maxSlashes) return 'too many slashes';
  // There is no $SYS; what begins with $ otherwise belongs to AWS.
  return topic.startsWith('$') ? 'reserved topic' : undefined;
}

function payloadProblem(payload: string | Buffer): string | undefined {
  return Buffer.byteLength(payload) > maxPayloadBytes ? 'payload too large' : undefined;
}
