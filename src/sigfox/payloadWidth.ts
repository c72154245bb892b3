import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { maxPayloadBytes } from './payloadField';

/** What a width may be, by type; a `char` counts bytes, the others bits. */
export const widths = {
  char: { min: 1, max: maxPayloadBytes, unit: 8 },
  float: { min: 32, max: 64, unit: 1 },
  uint: { min: 1, max: 64, unit: 1 },
  int: { min: 1, max: 64, unit: 1 },
} as const;

export type SizedType = keyof typeof widths;

/** What is wrong with a width. */
export function widthMessage(type: SizedType, text: string): string {
  switch (type) {
    case 'char':
      return l10n.t('A char has 1 to 12 bytes, not "{0}".', safeLine(text, 40));
    case 'float':
      return l10n.t('A float has 32 or 64 bits, not "{0}".', safeLine(text, 40));
    case 'uint':
    case 'int':
      return l10n.t('An integer has 1 to 64 bits, not "{0}".', safeLine(text, 40));
  }
}

/** A type with a width that is right, for the fix. */
export function widthExample(type: SizedType, text: string | undefined): string {
  if (type === 'char') return 'char:12';
  if (type === 'float') return 'float:32';
  return Number(text) > 64 ? `${type}:64` : `${type}:8`;
}
