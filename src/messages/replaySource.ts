import * as l10n from '@vscode/l10n';
import type { Clock } from '../shared/clock';
import { DisposableValue } from '../shared/disposable';
import { UserError } from '../shared/userError';
import type { Capture } from './captureFile';
import type { Connection, ReplayEndpoint } from './connection';
import type { MessageSession, MessageSource, SessionRequest } from './messageSource';

/** At full speed so many messages go out at a time: the window stays alive between. */
const messagesPerTurn = 500;

/** A longer pause than this is cut short: nobody waits for a night to pass. */
const longestPauseMs = 10_000;

/** Plays a capture as if its messages arrived now, and hands every other endpoint on. */
export function withReplay(other: MessageSource, clock: Clock): MessageSource {
  return {
    open: (request, signal) =>
      request.endpoint.kind === 'replay'
        ? Promise.resolve({
            kind: 'open',
            session: new Replay(request, request.endpoint, clock),
          })
        : other.open(request, signal),
  };
}

/** A capture as one more connection, with what it says of its devices. Its messages are not kept a second time. */
export function replayConnection(name: string, capture: Capture, speed: number): Connection {
  const devices = new Map(capture.devices.map((device) => [device.device, device]));
  return {
    id: `replay:${name}`,
    name,
    topicFilters: [],
    isSimulated: false,
    endpoint: {
      kind: 'replay',
      url: `replay://capture/${encodeURIComponent(name)}?speed=${speed}`,
      messages: capture.messages,
      speed,
    },
    payloadSettings: (device) => devices.get(device)?.settings,
    deviceName: (device) => devices.get(device)?.name,
  };
}

class Replay implements MessageSession {
  readonly protocol = 'capture';
  private readonly timer = new DisposableValue();
  private next = 0;

  constructor(
    private readonly request: SessionRequest,
    private readonly endpoint: ReplayEndpoint,
    private readonly clock: Clock,
  ) {
    this.timer.value = clock.after(0, () => this.play());
  }

  publish(): Promise<void> {
    return Promise.reject(new UserError(l10n.t('A capture takes no messages.')));
  }

  close(): Promise<void> {
    this.timer.dispose();
    return Promise.resolve();
  }

  private play(): void {
    const { messages, speed } = this.endpoint;
    for (let sent = 0; sent < messagesPerTurn; sent++) {
      const message = messages[this.next];
      if (!message) return this.request.onEnd({ kind: 'closed' });
      this.next += 1;
      this.request.onMessage(message);
      const pauseMs = this.pauseAfter(message.receivedAtMs, speed);
      if (pauseMs > 0) {
        this.timer.value = this.clock.after(pauseMs, () => this.play());
        return;
      }
    }
    this.timer.value = this.clock.after(0, () => this.play());
  }

  private pauseAfter(receivedAtMs: number, speed: number): number {
    const next = this.endpoint.messages[this.next];
    if (!next || !Number.isFinite(speed)) return 0;
    return Math.min(longestPauseMs, Math.max(0, next.receivedAtMs - receivedAtMs) / speed);
  }
}
