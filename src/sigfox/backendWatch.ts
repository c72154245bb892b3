import { type Clock, every } from '../shared/clock';
import { type Disposable, DisposableStore } from '../shared/disposable';
import type { BackendBook } from './backendBook';
import { type DeviceId, parseDeviceId } from './device';

/** The backend allows one request a second and device; a window asks far less often. */
const periodMs = 60_000;
/** The simulator's messages come every few seconds, and its backend is on this machine. */
const simulatedPeriodMs = 4_000;
/** So many devices are watched: those that were heard of last. */
const maxWatched = 30;

/** Keeps what the backend says of the devices a window hears from up to date. */
export class BackendWatch implements Disposable {
  private readonly watched = new Map<DeviceId, number>();
  private readonly owned = new DisposableStore();
  private askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly book: BackendBook,
    private readonly clock: Clock,
  ) {
    this.owned.add(every(clock, simulatedPeriodMs, () => this.tick()));
  }

  /** A message of the device came, or somebody looks at it. */
  note(id: string): void {
    const device = parseDeviceId(id);
    if (device.kind === 'invalid') return;
    this.watched.delete(device.device);
    this.watched.set(device.device, this.clock.now());
    const [oldest] = this.watched.keys();
    if (this.watched.size > maxWatched && oldest !== undefined) this.watched.delete(oldest);
  }

  /** Asks now, whenever it was asked last. */
  async askNow(): Promise<void> {
    this.askedAtMs = this.clock.now();
    await this.book.refresh();
    if (this.book.state.kind !== 'known') return;
    await Promise.all([...this.watched.keys()].map((device) => this.book.refreshMessages(device)));
  }

  dispose(): void {
    this.owned.dispose();
  }

  private tick(): void {
    const { account } = this.book;
    if (!account) return;
    const waitMs = account.isSimulated ? simulatedPeriodMs : periodMs;
    if (this.clock.now() - this.askedAtMs >= waitMs) void this.askNow();
  }
}
