import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';

/** Reads a payload written as hexadecimal digits, two a byte. */
export function parseHex(
  text: string,
):
  | { readonly kind: 'payload'; readonly payload: Uint8Array }
  | { readonly kind: 'invalid'; readonly reason: string } {
  if (!/^[0-9a-f]*$/i.test(text)) {
    return { kind: 'invalid', reason: l10n.t('"{0}" is not hexadecimal.', safeLine(text, 40)) };
  }
  if (text.length % 2 === 1) {
    return {
      kind: 'invalid',
      reason: l10n.t(
        '{0} hexadecimal digits are no whole number of bytes: a leading zero is missing.',
        text.length,
      ),
    };
  }
  const payload = new Uint8Array(text.length / 2);
  for (let at = 0; at < payload.length; at++) {
    payload[at] = (digit(text.charCodeAt(at * 2)) << 4) | digit(text.charCodeAt(at * 2 + 1));
  }
  return { kind: 'payload', payload };
}

/** Of a character that is known to be a hexadecimal digit: letters are nine more than their low four bits, in either case. */
function digit(code: number): number {
  return code < 0x40 ? code & 15 : (code & 15) + 9;
}

/** Lower-case digits, two a byte, as the backend writes them. */
export function formatHex(payload: Uint8Array): string {
  let text = '';
  for (const byte of payload) text += byte.toString(16).padStart(2, '0');
  return text;
}
