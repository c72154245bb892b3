import * as l10n from '@vscode/l10n';

/** Why an uploader gave up, as far as its words say; `kind` decides what is offered. */
export interface UploadTrouble {
  readonly kind: 'gone' | 'busy' | 'forbidden' | 'silent' | 'wrongChip' | 'unplugged' | 'other';
  /** A clause to stand after the name of the port. */
  readonly reason: string;
}

/**
 * What is wrong, read out of the words of avrdude, bossac and dfu-util. Only a failed upload is read: uploaders speak of
 * errors when all went well, too.
 */
export function uploadTrouble(words: string): UploadTrouble {
  const chip = /expected signature for (\S+)/.exec(words)?.[1];
  if (chip !== undefined) {
    return { kind: 'wrongChip', reason: l10n.t('the board there has no {0}', chip) };
  }
  for (const [pattern, trouble] of patterns) {
    if (pattern.test(words)) return trouble();
  }
  return { kind: 'other', reason: l10n.t('the uploader gave up') };
}

export function lostBoard(): UploadTrouble {
  return { kind: 'unplugged', reason: l10n.t('the board went away') };
}

// The order counts: what goes wrong first is said first, and the rest follows from it.
const patterns: readonly (readonly [pattern: RegExp, trouble: () => UploadTrouble])[] = [
  [
    /No such file or directory|cannot find the (?:file|path)|No device found|no upload port/i,
    () => ({ kind: 'gone', reason: l10n.t('there is no such port any more') }),
  ],
  [
    /Permission denied|Access is denied/i,
    () => ({ kind: 'forbidden', reason: l10n.t('you may not open the port') }),
  ],
  [
    /Device or resource busy|Resource temporarily unavailable|port busy|semaphore timeout/i,
    () => ({ kind: 'busy', reason: l10n.t('another program has the port open') }),
  ],
  [
    /Input\/output error|Bad file descriptor|No such device|device (?:was )?(?:disconnected|not configured)|unable to (?:read|write)|write error|read error/i,
    lostBoard,
  ],
  [
    /not in sync|not responding|timeout|no response|failed to (?:get|set) parameter/i,
    () => ({ kind: 'silent', reason: l10n.t('no board answers there') }),
  ],
];
