/**
 * The shortest decimal text that reads back as the same float, written as Java writes it, since the backend does so:
 * `23.0`, `27.907171`, `1.0E10`, `NaN`. Proven for float:32 by a message of the how-to (payload 41df41e3 arrived as
 * 27.907171); the exponent's form is an inference from the language the backend is written in.
 */
export function formatFloat(value: number, bits: 32 | 64): string {
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits = '0', exponentText = '0'] = shortest(value, bits).split('e');
  const exponent = Number(exponentText);
  // Java's Float.toString: plain from 1e-3 to below 1e7, scientific outside.
  if (exponent < -3 || exponent >= 7) return `${withPoint(digits)}E${exponent}`;
  return plain(digits, exponent);
}

/** The value of the shortest text: what a float32 means in decimal, rather than its digits as a double. */
export function shortestFloat(value: number, bits: 32 | 64): number {
  return bits === 64 || !Number.isFinite(value) ? value : Number(shortest(value, 32));
}

/** Digits in exponent form, `2.7907171e1`. */
function shortest(value: number, bits: 32 | 64): string {
  // JavaScript's own text of a double is already the shortest.
  if (bits === 64) return value.toExponential();
  // Nine significant digits tell all float32 values apart (IEEE 754).
  for (let digits = 0; digits < 8; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential(8);
}

function withPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}

function plain(digits: string, exponent: number): string {
  const sign = digits.startsWith('-') ? '-' : '';
  const all = digits.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${all}`;
  const whole = all.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${all.slice(exponent + 1) || '0'}`;
}
