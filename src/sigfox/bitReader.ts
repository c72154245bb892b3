/**
 * Reads fields of any width at any bit, most significant bit first. Callers have made sure that the payload is long
 * enough. A class only for its scratch memory, which spares every read an allocation.
 */
export class BitReader {
  private readonly bytes = new Uint8Array(8);
  private readonly view = new DataView(this.bytes.buffer);

  /** A number where a double holds every value of the width, a bigint beyond ±(2^53 − 1). */
  integer(
    payload: Uint8Array,
    firstBit: number,
    bits: number,
    isLittle: boolean,
    isSigned: boolean,
  ): number | bigint {
    if (bits > 48) return this.wide(payload, firstBit, bits, isLittle, isSigned);
    const value = isLittle
      ? readLittle(payload, firstBit >> 3, bits >> 3)
      : readBig(payload, firstBit, bits);
    return isSigned && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
  }

  /** IEEE 754, 32 or 64 bits. */
  float(payload: Uint8Array, firstBit: number, bits: number, isLittle: boolean): number {
    this.fill(payload, firstBit, bits);
    return bits === 32 ? this.view.getFloat32(0, isLittle) : this.view.getFloat64(0, isLittle);
  }

  /** Text of 7-bit ASCII without the NULs that fill it up; undefined when a byte is not ASCII. */
  text(payload: Uint8Array, firstBit: number, bits: number): string | undefined {
    let text = '';
    for (let bit = firstBit; bit < firstBit + bits; bit += 8) {
      const code = readByte(payload, bit);
      if (code > 0x7f) return undefined;
      text += String.fromCharCode(code);
    }
    let length = text.length;
    while (length > 0 && text.charCodeAt(length - 1) === 0) length--;
    return text.slice(0, length);
  }

  private wide(
    payload: Uint8Array,
    firstBit: number,
    bits: number,
    isLittle: boolean,
    isSigned: boolean,
  ): number | bigint {
    const lowBits = 32;
    const highBits = bits - lowBits;
    const first = firstBit >> 3;
    const high = isLittle
      ? readLittle(payload, first + 4, highBits >> 3)
      : readBig(payload, firstBit, highBits);
    const low = isLittle
      ? readLittle(payload, first, 4)
      : readBig(payload, firstBit + highBits, lowBits);
    const signedHigh = isSigned && high >= 2 ** (highBits - 1) ? high - 2 ** highBits : high;
    // Both parts are exact; the sum is exact as a double below 2^53.
    const value = signedHigh * 2 ** lowBits + low;
    return Number.isSafeInteger(value) ? value : (BigInt(signedHigh) << 32n) + BigInt(low);
  }

  /** Copies the bits to the beginning of the scratch memory. */
  private fill(payload: Uint8Array, firstBit: number, bits: number): void {
    const shift = firstBit & 7;
    const first = firstBit >> 3;
    for (let at = 0; at < bits >> 3; at++) {
      const byte = payload[first + at] ?? 0;
      this.bytes[at] =
        shift === 0 ? byte : (byte << shift) | ((payload[first + at + 1] ?? 0) >> (8 - shift));
    }
  }
}

function readByte(payload: Uint8Array, firstBit: number): number {
  const shift = firstBit & 7;
  const first = firstBit >> 3;
  const byte = payload[first] ?? 0;
  return shift === 0 ? byte : ((byte << shift) | ((payload[first + 1] ?? 0) >> (8 - shift))) & 0xff;
}

/** Up to 53 bits, most significant first. Multiplication rather than shifts: those end at 32 bits. */
function readBig(payload: Uint8Array, firstBit: number, bits: number): number {
  let at = firstBit >> 3;
  const skipped = firstBit & 7;
  const first = (payload[at] ?? 0) & (0xff >> skipped);
  let left = bits - (8 - skipped);
  if (left <= 0) return first >> -left;
  let value = first;
  for (; left >= 8; left -= 8) value = value * 256 + (payload[++at] ?? 0);
  // Only the bits that are wanted: with a whole byte more the number would no longer be exact.
  return left === 0 ? value : value * 2 ** left + ((payload[at + 1] ?? 0) >> (8 - left));
}

function readLittle(payload: Uint8Array, first: number, bytes: number): number {
  let value = 0;
  for (let at = first + bytes - 1; at >= first; at--) value = value * 256 + (payload[at] ?? 0);
  return value;
}
