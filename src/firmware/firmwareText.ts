import { type Field, formatFieldType } from '../sigfox/payloadField';
import type { PayloadConfig } from '../sigfox/payloadGrammar';
import { type FirmwareField, type FirmwareLayout, layOutFirmware } from './firmwareFields';
import { formatPayloadConfig } from './payloadConfigText';

/**
 * The struct and packing code for a config. Everything is a member of one struct: the prototypes that the Arduino
 * builder makes for free functions would come before the struct's definition when the code stands below a function.
 *
 * The calls of `put…` say all there is to know of the layout; `readFirmware` makes the config from them again, so that
 * code which was changed by hand cannot disagree with a comment unseen.
 */
export function generateFirmware(config: PayloadConfig): string {
  const layout = layOutFirmware(config.fields);
  return [
    '// What a message carries. The cloud reads it with the same payload config:',
    `// Payload config: ${formatPayloadConfig(config.fields)}`,
    ...layout.alsoRead.map(alsoRead),
    ...(hasDouble(layout) ? [doubleNote] : []),
    'struct SigfoxPayload {',
    `  static const uint8_t payloadSize = ${layout.payloadSize};`,
    '',
    ...aligned(layout.members.map((each) => [declaration(each), remark(each)])),
    '',
    ...packing(layout),
    '',
    ...printing,
    '',
    ...helpers(layout),
    '};',
    '',
  ].join('\n');
}

const doubleNote =
  '// On AVR boards a double has 32 bits: a float:64 arrives, with the precision of a float.';

/** With its byte index always: where it stands among the others is not kept. */
function alsoRead(field: Field): string {
  return `// Also read there: ${field.name}:${field.firstByte}:${formatFieldType(field)}`;
}

function hasDouble({ members }: FirmwareLayout): boolean {
  return members.some(({ cppType }) => cppType === 'double');
}

function declaration({ field, member, cppType }: FirmwareField): string {
  return field.type === 'char' ? `  char ${member}[${field.bits / 8}];` : `  ${cppType} ${member};`;
}

function remark({ field, cppType, sharesWith }: FirmwareField): string {
  const place =
    field.firstByte === field.lastByte
      ? `byte ${field.firstByte}`
      : `bytes ${field.firstByte} to ${field.lastByte}`;
  const range = cppType === `${field.type}${field.bits}_t` ? '' : rangeOf(field);
  const shares = sharesWith.length === 0 ? '' : `, but for the bits of ${sharesWith.join(', ')}`;
  return `// ${formatFieldType(field)}, ${place}${range}${shares}`;
}

function rangeOf({ type, bits }: Field): string {
  if (type === 'uint') return `, 0 to ${2n ** BigInt(bits) - 1n}`;
  if (type !== 'int') return '';
  const half = 2n ** BigInt(bits - 1);
  return `, -${half} to ${half - 1n}`;
}

function aligned(rows: readonly (readonly [code: string, remark: string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([code]) => code.length));
  return rows.map(([code, remark]) => `${code.padEnd(width)}  ${remark}`);
}

/** What shares bits is written first: flags that another field reads once more keep what they say. */
function packing({ members }: FirmwareLayout): readonly string[] {
  const sharing = members.filter(({ sharesWith }) => sharesWith.length > 0).reverse();
  const others = members.filter(({ sharesWith }) => sharesWith.length === 0);
  return [
    '  // Writes the bytes as they go on air.',
    '  void pack(uint8_t *bytes) const {',
    '    memset(bytes, 0, payloadSize);',
    ...[...sharing, ...others].map((each) => `    ${putCall(each)}`),
    '  }',
  ];
}

function putCall({ field, member }: FirmwareField): string {
  const name = member === field.name ? '' : `  // "${field.name}"`;
  const { firstBit, firstByte, bits } = field;
  if (field.type === 'char') return `putText(bytes, ${firstBit}, ${bits / 8}, ${member});${name}`;
  const value = field.type === 'float' ? `float${bits}Bits(${member})` : member;
  return field.endian === 'little'
    ? `putLittleEndian(bytes, ${firstByte}, ${bits / 8}, ${value});${name}`
    : `putBits(bytes, ${firstBit}, ${bits}, ${value});${name}`;
}

const printing = [
  '  // Prints two digits a byte, as AT$SF= wants them.',
  '  void printHex(Print &out) const {',
  '    uint8_t bytes[payloadSize];',
  '    pack(bytes);',
  '    for (uint8_t each : bytes) {',
  "      if (each < 16) out.print('0');",
  '      out.print(each, HEX);',
  '    }',
  '  }',
];

/** Only what the fields need, with numbers no wider than they need: 64 bits are slow on an 8-bit board. */
function helpers(layout: FirmwareLayout): readonly string[] {
  const fields = layout.members.map(({ field }) => field);
  const number = fields.some(({ type, bits }) => type !== 'char' && bits > 32)
    ? 'uint64_t'
    : 'uint32_t';
  const has = (test: (field: Field) => boolean) => fields.some(test);
  const parts = [
    ...(has(({ endian }) => endian === 'big') ? [putBits(number)] : []),
    ...(has(({ endian }) => endian === 'little') ? [putLittleEndian(number)] : []),
    ...(has(({ type }) => type === 'char') ? [putText] : []),
    ...(has(({ type }) => type === 'float') ? [float32Bits] : []),
    ...(has(({ type, bits }) => type === 'float' && bits === 64) ? [float64Bits] : []),
  ];
  return parts.flatMap((part, at) => (at === 0 ? part : ['', ...part]));
}

function putBits(number: string): readonly string[] {
  return [
    '  // The most significant bit comes first, from bit 7 of the first byte on.',
    `  static void putBits(uint8_t *bytes, uint8_t first, uint8_t count, ${number} value) {`,
    '    for (uint8_t at = first + count; at-- > first; value >>= 1) {',
    '      const uint8_t mask = 0x80 >> (at % 8);',
    '      if (value & 1) bytes[at / 8] |= mask;',
    '      else bytes[at / 8] &= ~mask;',
    '    }',
    '  }',
  ];
}

function putLittleEndian(number: string): readonly string[] {
  return [
    '  // The least significant byte comes first.',
    `  static void putLittleEndian(uint8_t *bytes, uint8_t first, uint8_t count, ${number} value) {`,
    '    for (uint8_t at = first; at < first + count; at++, value >>= 8) bytes[at] = value & 0xFF;',
    '  }',
  ];
}

const putText = [
  '  // A shorter text is filled up with zeros.',
  '  static void putText(uint8_t *bytes, uint8_t first, uint8_t count, const char *text) {',
  '    for (uint8_t at = 0; at < count; at++) {',
  '      putBits(bytes, first + at * 8, 8, *text & 0x7F);',
  '      if (*text) text++;',
  '    }',
  '  }',
];

const float32Bits = [
  '  static uint32_t float32Bits(float value) {',
  '    uint32_t bits;',
  '    memcpy(&bits, &value, sizeof bits);',
  '    return bits;',
  '  }',
];

const float64Bits = [
  '  static uint64_t float64Bits(double value) {',
  '    uint64_t bits = 0;',
  '    if (sizeof value == sizeof bits) {',
  '      memcpy(&bits, &value, sizeof value);',
  '      return bits;',
  '    }',
  '    // A double of 32 bits: sign, exponent and fraction move to where 64 bits have them.',
  '    const uint32_t narrow = float32Bits(value);',
  '    const uint64_t sign = (uint64_t)(narrow >> 31) << 63;',
  '    int16_t exponent = narrow >> 23 & 0xFF;',
  '    uint32_t fraction = narrow & 0x7FFFFF;',
  '    if (exponent == 0xFF) exponent = 0x7FF - 896;',
  '    if (exponent == 0) {',
  '      if (fraction == 0) return sign;',
  '      for (exponent = 1; !(fraction & 0x800000); exponent--) fraction <<= 1;',
  '    }',
  '    return sign | (uint64_t)(exponent + 896) << 52 | (uint64_t)(fraction & 0x7FFFFF) << 29;',
  '  }',
];
