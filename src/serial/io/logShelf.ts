import { copyFile, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../shared/clock';
import { portName } from '../knownPort';
import { PortLog, readLogHead } from '../portLog';
import type { Recording } from '../monitors';
import type { LogBytes } from '../rowIndex';
import { keepNewestLogs, LogFile } from './logFile';

/** Logs stay until they take more than this together; the oldest go first. */
const keepLogBytes = 2 * 1024 * 1024 * 1024;
const headBytes = 4_096;

/** Logs of this window's monitors, as files in the extension's storage. */
export class FileLogShelf {
  private readonly files = new Map<string, LogFile>();
  private made = 0;

  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
    private readonly onFailure: (file: string, code: string) => void,
  ) {}

  async create(port: string): Promise<{ readonly log: PortLog; readonly logId: string }> {
    const startedAtMs = this.clock.now();
    this.made += 1;
    const stamp = new Date(startedAtMs).toISOString().replace(/[:.]/g, '-');
    // The process keeps two windows of one folder apart.
    const name = `${stamp}-${process.pid}-${this.made}-${fileName(portName(port))}.seriallog`;
    const logId = path.join(this.folder, name);
    const file = await this.openFile(logId);
    void keepNewestLogs(this.folder, keepLogBytes, new Set(this.files.keys()));
    return { log: this.track(new PortLog(file, { port, startedAtMs }), logId), logId };
  }

  async reopen(logId: string): Promise<PortLog | undefined> {
    // What was remembered is believed only as far as our own folder goes.
    if (path.dirname(logId) !== this.folder) return undefined;
    const isThere = await stat(logId).then(
      () => true,
      () => false,
    );
    if (!isThere) return undefined;
    const file = await this.openFile(logId);
    const read = readLogHead(await file.read(0, headBytes));
    if (!read) return undefined;
    const log = this.track(new PortLog(file, { start: read.start }), logId);
    await log.catchUp(turn);
    return log;
  }

  /** Copies a log whole, with what is not in its file yet. */
  async saveLog(logId: string, to: string): Promise<void> {
    await this.files.get(logId)?.flush();
    await copyFile(logId, to);
  }

  async close(): Promise<void> {
    await Promise.all([...this.files.values()].map((file) => file.close()));
  }

  private async openFile(logId: string): Promise<LogFile> {
    const file = await LogFile.open(logId);
    file.onDidFail((code) => this.onFailure(logId, code));
    this.files.set(logId, file);
    return file;
  }

  /** The file is closed with its log. */
  private track(log: PortLog, logId: string): PortLog {
    log.onDidDispose(() => {
      const file = this.files.get(logId);
      this.files.delete(logId);
      void file?.close();
    });
    return log;
  }
}

/** A log to be played, read where it lies. */
export async function readRecording(file: string): Promise<Recording | undefined> {
  const handle = await open(file, 'r');
  const { size } = await handle.stat();
  const source: LogBytes = {
    size,
    append: () => undefined,
    read: async (offset, length) => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
  const read = readLogHead(await source.read(0, headBytes));
  if (read) {
    const close = () => void handle.close();
    return { name: path.basename(file), source, start: read.start, close };
  }
  await handle.close();
  return undefined;
}

export async function writeText(file: string, parts: AsyncIterable<string>): Promise<void> {
  await pipeline(Readable.from(parts), createWriteStream(file));
}

/** Lets everybody else have a turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function fileName(text: string): string {
  return text.replace(/[^\w.-]/g, '-').slice(0, 40);
}
