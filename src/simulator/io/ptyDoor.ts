import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { Emitter } from '../../shared/event';
import type { SerialDoor } from './serialDoor';

/**
 * What Node cannot do to the master of a pseudo-terminal: unlock it and ask for its number, on descriptor 3. The two
 * numbers are TIOCSPTLCK and TIOCGPTN of Linux on x86 and ARM. Perl is part of every Debian and of most others.
 */
const unlockAndNumber = `open(M,"+<&=3") or die "no descriptor 3\\n";
my $unlocked = pack("i", 0);
ioctl(M, 0x40045431, $unlocked) or die "unlock: $!\\n";
my $number = pack("i", 0);
ioctl(M, 0x80045430, $number) or die "number: $!\\n";
print unpack("i", $number)`;

/** No echo and no translation, before the first byte: they would come back to the board as if typed. */
const makeRaw = 'stty raw -echo min 1 time 0 <&3';

const readBytes = 4_096;
/** A round of pumping reads so often at most, so that a flood cannot stop the board. */
const readsAtOnce = 16;

/**
 * A pseudo-terminal whose master is a descriptor of this process: no native module, and who opens and closes the other
 * end can be seen (reading says EAGAIN while somebody has it, EIO while nobody has).
 */
export class PtyDoor implements SerialDoor {
  private readonly master: number;
  private readonly buffer = Buffer.alloc(readBytes);
  private readonly opened = new Emitter<undefined>();
  private readonly closed = new Emitter<undefined>();
  private readonly received = new Emitter<Uint8Array>();
  private outgoing = Buffer.alloc(0);
  private isOpen = false;
  private isDisposed = false;

  readonly address: string;
  readonly onDidOpen = this.opened.event;
  readonly onDidClose = this.closed.event;
  readonly onDidReceive = this.received.event;

  constructor() {
    const { O_RDWR, O_NOCTTY, O_NONBLOCK } = fs.constants;
    this.master = fs.openSync('/dev/ptmx', O_RDWR | O_NOCTTY | O_NONBLOCK);
    try {
      this.address = `/dev/pts/${this.runOnMaster('perl', ['-e', unlockAndNumber])}`;
      this.runOnMaster('sh', ['-c', makeRaw]);
      // Only after it was open once does the system tell that nobody has it open.
      fs.closeSync(fs.openSync(this.address, O_RDWR | O_NOCTTY));
    } catch (error) {
      fs.closeSync(this.master);
      throw error;
    }
  }

  write(bytes: Uint8Array): void {
    if (this.isOpen) this.outgoing = Buffer.concat([this.outgoing, bytes]);
  }

  pump(): void {
    if (this.isDisposed) return;
    for (let round = 0; round < readsAtOnce && this.readOnce(); round++);
    this.writeOnce();
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    fs.closeSync(this.master);
    for (const emitter of [this.opened, this.closed]) emitter.dispose();
    this.received.dispose();
  }

  /** Gives whether more may be waiting. */
  private readOnce(): boolean {
    let length: number;
    try {
      length = fs.readSync(this.master, this.buffer, 0, readBytes, null);
    } catch (error) {
      this.setOpen(errorCode(error) === 'EAGAIN');
      return false;
    }
    this.setOpen(true);
    this.received.fire(Uint8Array.from(this.buffer.subarray(0, length)));
    return length === readBytes;
  }

  private writeOnce(): void {
    if (this.outgoing.length === 0) return;
    try {
      this.outgoing = this.outgoing.subarray(fs.writeSync(this.master, this.outgoing));
    } catch (error) {
      // The reader is slow: later. Anything else means that nobody reads.
      if (errorCode(error) !== 'EAGAIN') this.outgoing = Buffer.alloc(0);
    }
  }

  private setOpen(isOpen: boolean): void {
    if (isOpen === this.isOpen) return;
    this.isOpen = isOpen;
    if (!isOpen) this.outgoing = Buffer.alloc(0);
    (isOpen ? this.opened : this.closed).fire(undefined);
  }

  /** As descriptor 3 or higher: the first three of a child are made blocking, and ours would be with them. */
  private runOnMaster(program: string, args: readonly string[]): string {
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      stdio: ['ignore', 'pipe', 'pipe', this.master],
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr.trim()}`);
    return stdout;
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
