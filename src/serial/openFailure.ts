import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';

/** A program that has the port open. */
export interface PortHolder {
  readonly processId: number;
  readonly program: string;
  /** It is an extension host: a monitor in another window. */
  readonly isEditor: boolean;
}

/** Why a port could not be opened, as far as the system tells. */
export type OpenFailure =
  | { readonly kind: 'missing' }
  | { readonly kind: 'busy'; readonly holders: readonly PortHolder[] }
  /** `group` is who may use the device file; `isMember` when the account is in it and only a new login is missing. */
  | { readonly kind: 'denied'; readonly group: string | undefined; readonly isMember: boolean }
  /** Something on this machine takes away every port of this kind as soon as it is plugged in. */
  | { readonly kind: 'takenByBraille' }
  | { readonly kind: 'badSettings'; readonly detail: string }
  /** The program part of this extension that opens ports did not load. */
  | { readonly kind: 'noBinding'; readonly detail: string }
  | { readonly kind: 'other'; readonly detail: string };

/** Words for a failure: what, why, and the exact way out. */
export interface FailureWords {
  readonly message: string;
  /** A command line that mends it, fit to be copied. */
  readonly remedy?: string;
}

export interface FailurePlace {
  readonly port: string;
  readonly platform: string;
  readonly userName: string | undefined;
}

export function openFailureWords(failure: OpenFailure, place: FailurePlace): FailureWords {
  const port = safeLine(place.port, 60);
  switch (failure.kind) {
    case 'missing':
      return {
        message: l10n.t('"{0}" is not there. Plug the board in, or choose another port.', port),
      };
    case 'busy':
      return busyWords(port, failure.holders, place.platform);
    case 'denied':
      return deniedWords(port, failure, place);
    case 'takenByBraille':
      return {
        message: l10n.t(
          'The braille service "brltty" takes "{0}" for itself. Remove it if you have no braille display, then plug the board in again.',
          port,
        ),
        remedy: 'sudo apt remove brltty',
      };
    case 'badSettings':
      return {
        message: l10n.t(
          '"{0}" does not take these settings: {1}. Choose another speed, data bits, parity or stop bits.',
          port,
          safeLine(failure.detail),
        ),
      };
    case 'noBinding':
      return { message: noBindingWords(failure.detail, place.platform) };
    case 'other':
      return { message: l10n.t('Could not open "{0}": {1}', port, safeLine(failure.detail)) };
  }
}

/** Said once, wherever the monitor would be: everything else of the extension works. */
export function noBindingWords(detail: string, platform: string): string {
  return l10n.t(
    'Serial monitor unavailable: the part that opens ports did not load on {0} ({1}). Install the extension again; on Alpine Linux, install "libstdc++" first.',
    platform,
    safeLine(detail, 160),
  );
}

function busyWords(port: string, holders: readonly PortHolder[], platform: string): FailureWords {
  const [holder] = holders;
  if (holder && /modemmanager/i.test(holder.program)) {
    return {
      message: l10n.t(
        'ModemManager holds "{0}": it takes the board for a telephone modem. Stop it, or wait half a minute after plugging in.',
        port,
      ),
      remedy: 'sudo systemctl stop ModemManager',
    };
  }
  if (holder?.isEditor === true) {
    return {
      message: l10n.t(
        'Another window of the editor holds "{0}" (process {1}). Close its serial monitor.',
        port,
        holder.processId,
      ),
    };
  }
  if (holder) {
    return {
      message: l10n.t(
        '"{0}" is in use by "{1}" (process {2}). Close it there first.',
        port,
        safeLine(holder.program, 40),
        holder.processId,
      ),
    };
  }
  return {
    message:
      platform === 'win32'
        ? l10n.t(
            '"{0}" is in use by another program, or by a monitor in another window. Close it there first.',
            port,
          )
        : l10n.t('"{0}" is in use by a program of another account. Close it there first.', port),
  };
}

function deniedWords(
  port: string,
  { group, isMember }: Extract<OpenFailure, { kind: 'denied' }>,
  { platform, userName }: FailurePlace,
): FailureWords {
  if (platform === 'win32') return busyWords(port, [], platform);
  if (isMember && group !== undefined) {
    return {
      message: l10n.t(
        'You may not open "{0}" yet: your account is in the group "{1}", but this session began before that. Log out and in again.',
        port,
        group,
      ),
    };
  }
  if (group === undefined || group === 'root') {
    return {
      message: l10n.t(
        'You may not open "{0}": the system lets only its administrator do that. Give your account access to it.',
        port,
      ),
      remedy: `sudo setfacl -m u:${userName ?? '$USER'}:rw ${port}`,
    };
  }
  return {
    message: l10n.t(
      'You may not open "{0}": only the group "{1}" may. Add your account to it, then log out and in again.',
      port,
      group,
    ),
    remedy: `sudo usermod -aG ${group} ${userName ?? '$USER'}`,
  };
}
