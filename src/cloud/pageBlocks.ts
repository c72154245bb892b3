import { isRecord } from '../sigfox/bodyScalars';

export type Tone = 'plain' | 'good' | 'bad' | 'muted';

/**
 * What a page of this room shows, from top to bottom, as plain data: the middle decides every word, the page only draws
 * it. Text is text: nothing in it is ever read as markup.
 */
export type PageBlock =
  | { readonly kind: 'heading'; readonly text: string; readonly level: 1 | 2 }
  | { readonly kind: 'text'; readonly text: string; readonly tone: Tone }
  | { readonly kind: 'list'; readonly label: string; readonly items: readonly ListItem[] }
  | FieldBlock
  | {
      readonly kind: 'check';
      readonly id: string;
      readonly text: string;
      readonly isChecked: boolean;
    }
  | { readonly kind: 'buttons'; readonly buttons: readonly PageButton[] }
  | { readonly kind: 'facts'; readonly rows: readonly PageFact[] }
  | {
      readonly kind: 'table';
      readonly label: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly { readonly text: string; readonly tone?: Tone }[])[];
    }
  | {
      readonly kind: 'progress';
      readonly text: string;
      readonly done: number;
      readonly all: number;
    };

export interface ListItem {
  readonly text: string;
  readonly tone: Tone;
}

export interface FieldBlock {
  readonly kind: 'field';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly input: 'text' | 'number' | 'choice' | 'switch' | 'hidden';
  readonly value: string;
  readonly choices?: readonly { readonly value: string; readonly text: string }[];
  readonly problem?: string | undefined;
}

export interface PageButton {
  readonly id: string;
  readonly text: string;
  readonly isPrimary: boolean;
  readonly isEnabled: boolean;
}

export interface PageFact {
  readonly label: string;
  readonly value: string;
  readonly copyText?: string;
}

/** What the page says to the host. */
export type PageMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'edit'; readonly id: string; readonly value: string }
  | { readonly kind: 'check'; readonly id: string; readonly isChecked: boolean }
  | { readonly kind: 'press'; readonly id: string };

/** A page is as far outside as the web: whatever it says is looked at. */
export function readPageMessage(data: unknown): PageMessage | undefined {
  if (!isRecord(data)) return undefined;
  const { kind, id, value, isChecked } = data;
  if (kind === 'ready') return { kind };
  if (typeof id !== 'string' || id.length > 300) return undefined;
  if (kind === 'press') return { kind, id };
  if (kind === 'check' && typeof isChecked === 'boolean') return { kind, id, isChecked };
  return kind === 'edit' && typeof value === 'string' && value.length <= 10_000
    ? { kind, id, value }
    : undefined;
}
