import { PtyDoor } from '../../src/simulator/io/ptyDoor';

/** A board's end of a real pseudo-terminal, in the hands of a test. */
export class BoardEnd {
  readonly door = new PtyDoor();
  readonly heard: number[] = [];
  isOpen = false;
  private readonly timer = setInterval(() => this.door.pump(), 1);

  constructor() {
    this.door.onDidOpen(() => (this.isOpen = true));
    this.door.onDidClose(() => (this.isOpen = false));
    this.door.onDidReceive((bytes) => this.heard.push(...bytes));
  }

  get address(): string {
    return this.door.address;
  }

  say(text: string | Uint8Array): void {
    this.door.write(typeof text === 'string' ? Buffer.from(text) : text);
  }

  unplug(): void {
    clearInterval(this.timer);
    this.door.dispose();
  }
}

export async function until(holds: () => boolean, timeoutMs = 45_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not so after ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
