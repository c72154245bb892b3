import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';

/** A Sigfox device id: one to eight hexadecimal digits, upper case, without leading zeros, such as `1D743`. */
export type DeviceId = string & { readonly brand: 'DeviceId' };

/** Reads a device id in any case; modems print it with leading zeros (`0001D743`), the backend without. */
export function parseDeviceId(
  text: string,
):
  | { readonly kind: 'device'; readonly device: DeviceId }
  | { readonly kind: 'invalid'; readonly reason: string } {
  const trimmed = text.trim();
  if (!/^[0-9a-f]{1,8}$/i.test(trimmed)) {
    return {
      kind: 'invalid',
      reason: l10n.t(
        '"{0}" is not a device id: one to eight hexadecimal digits.',
        safeLine(text, 40),
      ),
    };
  }
  return { kind: 'device', device: trimmed.replace(/^0+(?=.)/, '').toUpperCase() as DeviceId };
}
