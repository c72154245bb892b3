import { formatFieldValue, type FieldValue } from './payloadCodec';
import type { Field } from './payloadField';

/** How a person wants one field shown; the payload grammar itself has no units. */
export interface FieldDisplay {
  readonly label?: string;
  readonly unit?: string;
  /** Decimals in a row; the message itself always shows the exact value. */
  readonly decimals?: number;
}

/** A payload config in Sigfox's own grammar, with the display of its fields by name. */
export interface PayloadSettings {
  readonly config: string;
  readonly display: Readonly<Record<string, FieldDisplay>>;
}

/** A value for a row: floats with at most two decimals unless told otherwise, thousands grouped, and the unit behind. */
export function displayFieldValue(
  field: Field,
  value: FieldValue,
  display: FieldDisplay | undefined,
): string {
  const number = displayNumber(field, value, display?.decimals) ?? formatFieldValue(field, value);
  const text = typeof value === 'string' ? number : groupThousands(number);
  return display?.unit === undefined || display.unit === '' ? text : `${text} ${display.unit}`;
}

function displayNumber(
  field: Field,
  value: FieldValue,
  decimals: number | undefined,
): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  if (field.type !== 'float') return decimals === undefined ? undefined : value.toFixed(decimals);
  if (decimals !== undefined) return value.toFixed(decimals);
  // Rounded, but not padded: 23.0 stays short, 27.907171 becomes 27.91. Extremes keep their exact text.
  const isOrdinary = value === 0 || (Math.abs(value) >= 0.01 && Math.abs(value) < 1e7);
  return isOrdinary ? String(Number(value.toFixed(2))) : undefined;
}

/** `1204166.5` becomes `1,204,166.5`; what has an exponent or no digits stays. */
function groupThousands(number: string): string {
  return number.replace(
    /^(-?)(\d+)(?=$|\.\d+$)/,
    (_all, sign: string, digits: string) => sign + digits.replace(/\B(?=(\d{3})+$)/g, ','),
  );
}
