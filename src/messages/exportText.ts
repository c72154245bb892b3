import type { PayloadSettings } from '../sigfox/fieldDisplay';
import { captureHeader, captureLine, type CapturedDevice } from './captureFile';
import type { ExportScope } from './exportScope';
import { csvHeader, csvLines, type ExportedMessage, toJsonLines } from './messageExport';

export type ExportFormat = 'jsonl' | 'csv' | 'capture';

export interface ExportJob {
  readonly scope: ExportScope;
  readonly format: ExportFormat;
  /** What is known of a device's payload, for a capture. */
  readonly settingsOf: (message: ExportedMessage['message']) => PayloadSettings | undefined;
  /** So many messages are written. */
  onProgress(written: number): void;
}

/** The file in pieces; what a table or a capture begins with is found out in a first pass. Throws when aborted. */
export async function* exportText(job: ExportJob, signal: AbortSignal): AsyncGenerator<string> {
  const lines = await linesOf(job, signal);
  yield lines.head;
  let written = 0;
  for await (const piece of job.scope.pieces()) {
    signal.throwIfAborted();
    written += piece.length;
    yield lines.of(piece);
    job.onProgress(written);
  }
}

interface Lines {
  readonly head: string;
  readonly of: (piece: readonly ExportedMessage[]) => string;
}

async function linesOf(job: ExportJob, signal: AbortSignal): Promise<Lines> {
  switch (job.format) {
    case 'jsonl':
      return { head: '', of: toJsonLines };
    case 'csv': {
      const names = await fieldNames(job.scope, signal);
      return { head: csvHeader(names), of: (piece) => csvLines(piece, names) };
    }
    case 'capture':
      return {
        head: captureHeader(await capturedDevices(job, signal)),
        of: (piece) => piece.map(({ message }) => captureLine(message.received)).join(''),
      };
  }
}

async function fieldNames(scope: ExportScope, signal: AbortSignal): Promise<string[]> {
  const names = new Set<string>();
  for await (const { decoded } of each(scope, signal)) {
    for (const { name } of decoded.fields) names.add(name);
  }
  return [...names];
}

async function capturedDevices(job: ExportJob, signal: AbortSignal): Promise<CapturedDevice[]> {
  const devices = new Map<string, CapturedDevice>();
  for await (const { message, name } of each(job.scope, signal)) {
    const { content } = message;
    if (content.kind === 'unreadable' || devices.has(content.message.device)) continue;
    const { device } = content.message;
    const settings = job.settingsOf(message);
    devices.set(device, {
      device,
      ...(name === undefined ? {} : { name }),
      ...(settings ? { settings } : {}),
    });
  }
  return [...devices.values()];
}

async function* each(scope: ExportScope, signal: AbortSignal): AsyncGenerator<ExportedMessage> {
  for await (const piece of scope.pieces()) {
    signal.throwIfAborted();
    yield* piece;
  }
}
