import { type DownloadProgress, IndexUpdateReport_Status } from 'ardunno-cli';
import type { IndexUpdate, WorkEvents } from '../arduinoCli';
import type { Place } from './daemonWork';
import { isRefusal } from './grpcFailure';
import { readDownload } from './initWords';

/** Fetches all lists anew. arduino-cli ends with an error when one could not be had; here that is one of the results. */
export async function updateIndexesOn(
  { client, instance }: Place,
  events: WorkEvents,
  signal: AbortSignal,
): Promise<readonly IndexUpdate[]> {
  const updates = new IndexUpdates();
  await unlessRefused(async () => {
    for await (const { message } of client.updateIndex({ instance }, { signal })) {
      if (message?.$case === 'downloadProgress') updates.hear(message.downloadProgress, events);
      if (message?.$case === 'result') updates.readReports(message.result.updatedIndexes);
    }
  });
  await unlessRefused(async () => {
    for await (const { message } of client.updateLibrariesIndex({ instance }, { signal })) {
      if (message?.$case === 'downloadProgress') updates.hear(message.downloadProgress, events);
      if (message?.$case === 'result') {
        updates.readReports([message.result.librariesIndex].flatMap((report) => report ?? []));
      }
    }
  });
  return updates.all;
}

async function unlessRefused(job: () => Promise<void>): Promise<void> {
  try {
    await job();
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

/** Puts together what is said of each list: where it comes from, and how its download ended. */
class IndexUpdates {
  private readonly failures = new Map<string, string | undefined>();
  private current = '';

  get all(): readonly IndexUpdate[] {
    return [...this.failures].map(([url, failure]) => ({ url, failure }));
  }

  hear(download: DownloadProgress | undefined, events: WorkEvents): void {
    readDownload(download, events);
    const message = download?.message;
    if (message?.$case === 'start') this.current = message.start.url;
    if (message?.$case === 'end') {
      const { success, message: reason } = message.end;
      this.failures.set(this.current, success ? undefined : reason);
    }
  }

  /** The report knows of lists that were not fetched at all, and does not say why. */
  readReports(
    reports: readonly { readonly indexUrl: string; readonly status: IndexUpdateReport_Status }[],
  ): void {
    for (const { indexUrl, status } of reports) {
      const hasFailed = status === IndexUpdateReport_Status.STATUS_FAILED;
      if (!this.failures.has(indexUrl)) this.failures.set(indexUrl, hasFailed ? '' : undefined);
    }
  }
}
