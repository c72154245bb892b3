import * as l10n from '@vscode/l10n';
import { type ChainLink, chainLinks } from '../sigfox/chainFact';
import type { DoctorView } from './doctorView';

/** What the page tells the editor. */
export type DoctorMessage =
  | { readonly kind: 'ready'; readonly device: string | undefined }
  | { readonly kind: 'check' | 'copy' | 'otherDevice' }
  | { readonly kind: 'fix'; readonly link: ChainLink };

/** What the editor tells the page. */
export interface DoctorUpdate {
  readonly view: DoctorView | undefined;
  readonly isChecking: boolean;
  /** Of the device it is about, for the next time. */
  readonly device: string | undefined;
}

/** The page's own words. */
export interface DoctorWords {
  readonly title: string;
  readonly introduction: string;
  readonly check: string;
  readonly checking: string;
  readonly copy: string;
  readonly otherDevice: string;
}

export function doctorWords(): DoctorWords {
  return {
    title: l10n.t('Why Do I See Nothing?'),
    introduction: l10n.t(
      'The way of a message, link by link. Mend the first broken one first: what is behind it cannot be judged before. What may not be read is not known, and never called broken.',
    ),
    check: l10n.t('Check Again'),
    checking: l10n.t('Checking'),
    copy: l10n.t('Copy as Text'),
    otherDevice: l10n.t('Other Device…'),
  };
}

/** Reads what a page sent; anything else is undefined. */
export function readDoctorMessage(value: unknown): DoctorMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, link, device } = value as Readonly<Record<string, unknown>>;
  switch (kind) {
    case 'ready':
      return { kind, device: typeof device === 'string' ? device.slice(0, 8) : undefined };
    case 'check':
    case 'copy':
    case 'otherDevice':
      return { kind };
    case 'fix': {
      const known = chainLinks.find((each) => each === link);
      return known && { kind, link: known };
    }
    default:
      return undefined;
  }
}
