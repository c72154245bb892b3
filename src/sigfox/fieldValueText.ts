import type { FieldValue } from './payloadCodec';
import type { Field } from './payloadField';

/** A value as a person writes it for a field; undefined for what is none of its type. */
export function parseFieldValue(field: Field, text: string): FieldValue | undefined {
  switch (field.type) {
    case 'bool':
      return /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : undefined;
    case 'char':
      return text;
    case 'float':
      return text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
    case 'uint':
    case 'int':
      return /^[+-]?\d{1,30}$/.test(text) ? BigInt(text) : undefined;
  }
}
