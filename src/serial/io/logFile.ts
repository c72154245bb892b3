import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Emitter } from '../../shared/event';
import type { LogBytes } from '../rowIndex';

const flushEveryMs = 100;
const retryEveryMs = 2_000;
/** What is held in memory at most while the disk does not take it. */
const maxPendingBytes = 16 * 1024 * 1024;

/** A log's bytes in a file that only grows; what is not written yet is read from memory. */
export class LogFile implements LogBytes {
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly failed = new Emitter<string>();

  /** The disk took no more; the code of the system's error. It is tried again. */
  readonly onDidFail = this.failed.event;

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
    private written: number,
  ) {}

  /** Opens a file to go on with, or makes it. */
  static async open(file: string): Promise<LogFile> {
    await mkdir(path.dirname(file), { recursive: true });
    // For reading as well: appending is by position, so that both share one handle.
    const handle = await open(file, 'a+', 0o600);
    return new LogFile(file, handle, (await handle.stat()).size);
  }

  get size(): number {
    return this.written + this.pendingBytes;
  }

  get isFull(): boolean {
    return this.pendingBytes > maxPendingBytes;
  }

  append(bytes: Uint8Array): void {
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    this.timer ??= setTimeout(() => void this.flush(), flushEveryMs);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    // Taken before anything is waited for: a write that ends meanwhile moves the border.
    const border = this.written;
    const tail = offset + length > border ? this.pendingRange(border, offset, length) : undefined;
    if (offset >= border) return tail ?? new Uint8Array(0);
    const wanted = Math.min(length, border - offset);
    const buffer = Buffer.alloc(wanted);
    const { bytesRead } = await this.file.read(buffer, 0, wanted, offset);
    const head = buffer.subarray(0, bytesRead);
    return tail && bytesRead === wanted ? Buffer.concat([head, tail]) : head;
  }

  /** Resolves when everything appended so far is in the file, or the disk refused it. */
  async flush(): Promise<void> {
    while (this.pending.length > 0) {
      const isDone = await (this.writing ??= this.write()).then(
        () => true,
        () => false,
      );
      if (!isDone) return;
    }
  }

  async close(): Promise<void> {
    await this.flush();
    clearTimeout(this.timer);
    this.failed.dispose();
    await this.file.close();
  }

  private async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batch = Buffer.concat(this.pending);
    const count = this.pending.length;
    try {
      let done = 0;
      while (done < batch.length) {
        const { bytesWritten } = await this.file.write(batch, done, batch.length - done, null);
        done += bytesWritten;
      }
      this.pending = this.pending.slice(count);
      this.pendingBytes -= batch.length;
      this.written += batch.length;
      this.writing = undefined;
    } catch (error) {
      // What was written in part is cut off, so that positions keep their meaning.
      await this.file.truncate(this.written).catch(() => undefined);
      this.writing = undefined;
      this.timer = setTimeout(() => void this.flush(), retryEveryMs);
      this.failed.fire(String((error as Partial<NodeJS.ErrnoException>).code ?? error));
      throw error;
    }
  }

  private pendingRange(border: number, offset: number, length: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let at = border;
    const end = offset + length;
    for (const chunk of this.pending) {
      if (at >= end) break;
      if (at + chunk.length > offset) {
        parts.push(chunk.subarray(Math.max(0, offset - at), Math.min(chunk.length, end - at)));
      }
      at += chunk.length;
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }
}

/** Deletes the oldest logs of a folder until what is left is within the limit; those named are kept. */
export async function keepNewestLogs(
  folder: string,
  keepBytes: number,
  inUse: ReadonlySet<string>,
): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  const files = await Promise.all(
    names
      .filter((name) => name.endsWith('.seriallog'))
      .map(async (name) => {
        const file = path.join(folder, name);
        const { size, mtimeMs } = await stat(file).catch(() => ({ size: 0, mtimeMs: 0 }));
        return { file, size, mtimeMs };
      }),
  );
  let kept = 0;
  for (const { file, size } of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
    kept += size;
    if (kept > keepBytes && !inUse.has(file)) await rm(file, { force: true });
  }
}
