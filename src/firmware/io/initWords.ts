import type { DownloadProgress, InitResponse, TaskProgress } from 'ardunno-cli';
import type { WorkEvents } from '../arduinoCli';

/** What arduino-cli says while it loads its indexes, platforms and libraries. */
export function readInit(
  { message }: InitResponse,
  events: WorkEvents,
  onWarning: (text: string) => void,
): void {
  switch (message?.$case) {
    case 'initProgress':
      readTask(message.initProgress.taskProgress, events);
      readDownload(message.initProgress.downloadProgress, events);
      return;
    case 'error':
      onWarning(message.error.message);
      return;
    default:
  }
}

export function readTask(task: TaskProgress | undefined, events: WorkEvents): void {
  if (!task) return;
  // A task without a percentage of its own counts none.
  const percent = task.percent > 0 ? task.percent : undefined;
  events.onProgress({ percent, message: task.message || task.name });
}

export function readDownload(download: DownloadProgress | undefined, events: WorkEvents): void {
  const message = download?.message;
  if (message?.$case === 'start') {
    events.onProgress({ percent: 0, message: message.start.label || message.start.url });
  }
  if (message?.$case === 'update') {
    const { downloaded, totalSize } = message.update;
    const percent = totalSize > 0 ? Math.min(100, (downloaded / totalSize) * 100) : undefined;
    events.onProgress({ percent, message: '' });
  }
}
