/** What the network knows when it answers by itself. */
export interface DownlinkFacts {
  /** Id of the base station that answers, in hexadecimal. */
  readonly station: string;
  readonly rssiDbm: number;
}

/**
 * The answer of a device type whose downlink mode is DIRECT, by the backend's default template
 * `{tapId}0000{rssi}`: four bytes of station, two of zero, two of signal strength.
 */
export function directDownlink({ station, rssiDbm }: DownlinkFacts): Uint8Array {
  const answer = new DataView(new ArrayBuffer(8));
  answer.setUint32(0, Number.parseInt(station, 16));
  answer.setInt16(6, Math.round(rssiDbm));
  return new Uint8Array(answer.buffer);
}
