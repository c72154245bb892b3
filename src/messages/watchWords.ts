import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { countDevices } from './countWords';
import type { Silence, WatchedBattery, WatchReport } from './deviceWatch';
import type { TreeNode } from './treeNode';

/** `2 devices silent · 1 battery falling`; undefined when all is well. */
export function watchSummary({ silent, batteries }: WatchReport): string | undefined {
  const words = [
    silent.size === 0 ? '' : l10n.t('{0} silent', countDevices(silent.size)),
    batteries.size === 0
      ? ''
      : batteries.size === 1
        ? l10n.t('1 battery falling')
        : l10n.t('{0} batteries falling', batteries.size.toLocaleString('en')),
  ].filter((word) => word !== '');
  return words.length === 0 ? undefined : words.join(' · ');
}

export function watchRow(report: WatchReport): TreeNode | undefined {
  const description = watchSummary(report);
  if (description === undefined) return undefined;
  const label = l10n.t('Watch');
  return {
    label,
    description,
    icon: { name: 'bell', color: 'list.warningForeground' },
    capabilities: ['watchable'],
    collapsible: 'no',
    spoken: `${label}: ${description}`,
  };
}

/** `silent for 26 h; it sends every 10 min` */
export function silenceWords({ lastMs, expectedMs }: Silence, nowMs: number): string {
  return l10n.t('{0}; it sends every {1}', silentFor(lastMs, nowMs), duration(expectedMs));
}

/** `silent for 26 h` */
export function silentFor(lastMs: number, nowMs: number): string {
  return l10n.t('silent for {0}', duration(nowMs - lastMs));
}

/** `battery falls from 3.6 to 3.2 in 14 d` */
export function batteryWords({ field, from, to, spanMs }: WatchedBattery): string {
  return l10n.t(
    '{0} falls from {1} to {2} in {3}',
    safeLine(field, 30),
    rounded(from),
    rounded(to),
    duration(spanMs),
  );
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Hours up to three days, as people say it of a device; then days. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return l10n.t('{0} s', Math.max(1, Math.round(ms / 1_000)));
  if (minutes < 120) return l10n.t('{0} min', minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 72 ? l10n.t('{0} h', hours) : l10n.t('{0} d', Math.floor(hours / 24));
}
