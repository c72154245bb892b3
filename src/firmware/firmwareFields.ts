import type { Field } from '../sigfox/payloadField';
import { memberName } from './cppText';

/** A field of the config as the generated struct has it. */
export interface FirmwareField {
  readonly field: Field;
  readonly member: string;
  /** `uint8_t`, `float`; the brackets of a text are not part of it. */
  readonly cppType: string;
  /** Earlier fields that write some of its bits as well: there, they count. */
  readonly sharesWith: readonly string[];
}

export interface FirmwareLayout {
  readonly members: readonly FirmwareField[];
  /** Fields whose bits other fields write in full: the cloud reads them, the device has nothing of its own to say. */
  readonly alsoRead: readonly Field[];
  readonly payloadSize: number;
}

/** Decides which fields the device fills in, and what they are called in C++. */
export function layOutFirmware(fields: readonly Field[]): FirmwareLayout {
  const writers = new Map<number, string>();
  const taken = new Set<string>();
  const members: FirmwareField[] = [];
  const alsoRead: Field[] = [];
  for (const field of fields) {
    const bits = bitsOf(field);
    if (bits.every((bit) => writers.has(bit))) {
      alsoRead.push(field);
      continue;
    }
    const sharesWith = new Set(bits.flatMap((bit) => writers.get(bit) ?? []));
    const member = memberName(field.name, taken);
    taken.add(member);
    members.push({ field, member, cppType: cppType(field), sharesWith: [...sharesWith] });
    for (const bit of bits) if (!writers.has(bit)) writers.set(bit, field.name);
  }
  const payloadSize = Math.max(0, ...fields.map(({ lastByte }) => lastByte + 1));
  return { members, alsoRead, payloadSize };
}

function bitsOf({ firstBit, bits }: Field): readonly number[] {
  return Array.from({ length: bits }, (_, at) => firstBit + at);
}

function cppType({ type, bits }: Field): string {
  switch (type) {
    case 'bool':
    case 'char':
      return type;
    case 'float':
      return bits === 32 ? 'float' : 'double';
    case 'uint':
    case 'int':
      return `${type}${[8, 16, 32, 64].find((width) => bits <= width) ?? 64}_t`;
  }
}
