import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WorkerKeptMessages } from '../../src/messages/io/workerKeptMessages';
import type { KeepingBudget } from '../../src/messages/keptMessages';
import { type HistoryBounds, MessageHistory } from '../../src/messages/messageHistory';
import { MessageStore, type StoreBudget } from '../../src/messages/messageStore';
import { systemClock } from '../../src/shared/io/systemClock';

export const plenty: KeepingBudget = { megabytes: 500, days: 36_500 };

export const workerFile = process.env['MESSAGES_WORKER'] ?? '';

export interface WindowOptions {
  readonly keeping?: KeepingBudget;
  readonly memory?: StoreBudget;
  readonly bounds?: HistoryBounds;
}

/** What one window has: its memory and its door to the store. */
export function openWindow(file: string, { keeping = plenty, memory, bounds }: WindowOptions = {}) {
  const store = new MessageStore(memory);
  const kept = new WorkerKeptMessages(workerFile, file, keeping);
  const history = new MessageHistory(
    { store, clock: systemClock, open: () => Promise.resolve(kept) },
    bounds,
  );
  const receive = (body: string | Uint8Array, receivedAtMs = Date.now(), connectionId = 'c') => {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const message = store.add(connectionId, {
      topic: 'sigfox',
      body: bytes,
      receivedAtMs,
      isRepeated: false,
    });
    if (message) history.add(message);
    return message;
  };
  return { store, kept, history, receive, close: (): void => history.dispose() };
}

export function uplink(device: string, seqNumber: number, data = '41df41e3'): string {
  return JSON.stringify({ device, time: 1_479_817_071 + seqNumber, data, seqNumber });
}

export function temporaryFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kept-'));
  return { folder, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

export async function until(holds: () => boolean, timeoutMs = 45_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
