import { type Field, formatFieldType } from '../sigfox/payloadField';
import { parsePayloadConfig } from '../sigfox/payloadGrammar';

/** What of a field its text has to say; offsets in a text have no meaning here. */
export type FieldPlace = Omit<Field, 'at'>;

/**
 * Writes a config that lays the fields out as they are. A byte index is written only where the field would begin
 * elsewhere, or would be warned of, without one.
 */
export function formatPayloadConfig(fields: readonly FieldPlace[]): string {
  let text = '';
  for (const field of fields) {
    const type = formatFieldType({ ...field, at: [0, 0] });
    const before = text === '' ? '' : `${text} `;
    const short = `${before}${field.name}::${type}`;
    text = isPlaced(short, field) ? short : `${before}${field.name}:${field.firstByte}:${type}`;
  }
  return text;
}

function isPlaced(text: string, field: FieldPlace): boolean {
  const { fields, problems } = parsePayloadConfig(text);
  return problems.length === 0 && fields.at(-1)?.firstBit === field.firstBit;
}
