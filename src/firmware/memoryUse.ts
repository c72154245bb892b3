import * as l10n from '@vscode/l10n';
import type { SectionSize } from './arduinoCli';

/** Thousands grouped, as everywhere on the screen. */
export function formatBytes(bytes: number): string {
  return String(bytes).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** How full the board is, in one line: `flash 2,220 of 32,256 bytes (7 %) · RAM …`; empty when nobody said. */
export function memoryUse(sections: readonly SectionSize[]): string {
  return sections.flatMap((section) => describe(section) ?? []).join(' · ');
}

function describe({ name, sizeBytes, maxSizeBytes }: SectionSize): string | undefined {
  const size = formatBytes(sizeBytes);
  const memory = nameOf(name);
  if (maxSizeBytes <= 0) return l10n.t('{0} {1} bytes', memory, size);
  const percent = Math.round((sizeBytes / maxSizeBytes) * 100);
  return l10n.t('{0} {1} of {2} bytes ({3} %)', memory, size, formatBytes(maxSizeBytes), percent);
}

function nameOf(section: string): string {
  if (section === 'text') return l10n.t('flash');
  return section === 'data' ? l10n.t('RAM') : section;
}
