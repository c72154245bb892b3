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
    payload[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  }
  return { kind: 'payload', payload };
}

/** Lower-case digits, two a byte, as the backend writes them. */
export function formatHex(payload: Uint8Array): string {
  let text = '';
  for (const byte of payload) text += byte.toString(16).padStart(2, '0');
  return text;
}
