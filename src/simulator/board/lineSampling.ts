/** A byte on the line: start bit, eight data bits with the lowest first, stop bit, then the line rests high. */
function levelAt(byte: number, bit: number): 0 | 1 {
  if (bit < 0) return 1;
  if (bit < 1) return 0;
  if (bit < 9) return (byte >> Math.floor(bit - 1)) & 1 ? 1 : 0;
  return 1;
}

/**
 * What a receiver reads that samples at its own speed: the byte itself as long as the two differ by less than 5 %, and
 * beyond that the rubbish which a wrong baud rate gives on real wires. Undefined when it finds no stop bit.
 */
export function sampleByte(
  byte: number,
  senderBaud: number,
  receiverBaud: number,
): number | undefined {
  const senderBitsPerSample = senderBaud / receiverBaud;
  // The receiver looks into the middle of each of its bits, counted from the edge of the start bit.
  const sample = (at: number) => levelAt(byte, (at + 0.5) * senderBitsPerSample);
  if (sample(0) === 1 || sample(9) === 0) return undefined;
  let read = 0;
  for (let bit = 0; bit < 8; bit++) read |= sample(bit + 1) << bit;
  return read;
}
