import * as l10n from '@vscode/l10n';

/** How long ago, in words, for the last day; after that the caller shows the date. */
export function relativeTime(atMs: number, nowMs: number): string | undefined {
  const minutes = Math.floor((nowMs - atMs) / 60_000);
  if (minutes < 1) return l10n.t('just now');
  if (minutes < 60) return l10n.t('{0} min ago', minutes);
  return minutes < 24 * 60 ? l10n.t('{0} h ago', Math.floor(minutes / 60)) : undefined;
}

/** Turns times into words of the person's language and time zone; handed in by the view. */
export interface TimeFormat {
  /** `14:02:11` */
  time(atMs: number): string;
  /** `22 Nov 2016, 13:17:51` */
  dateTime(atMs: number): string;
}

/** Within a day the time, otherwise the date as well. */
export function clockTime(atMs: number, nowMs: number, format: TimeFormat): string {
  return Math.abs(nowMs - atMs) < 24 * 60 * 60_000 ? format.time(atMs) : format.dateTime(atMs);
}
