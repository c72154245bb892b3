import * as l10n from '@vscode/l10n';
import { UserError } from '../shared/userError';
import type { BackendCallback, BackendDevice, BackendMessage } from '../sigfox/backendApi';
import { BackendFailure } from '../sigfox/backendFailure';
import { parseDeviceId } from '../sigfox/device';
import type { BackendBook } from '../sigfox/backendBook';
import { type Fix, read, type Reading, type SigfoxFacts, unread } from './pathFacts';

/** What Sigfox says of a device, or why it does not say it: never seen as broken. */
export async function sigfoxFacts(
  book: BackendBook,
  id: string | undefined,
  asked: {
    readonly isProbing: boolean;
    readonly signal: AbortSignal;
    readonly undelivered: BackendMessage | undefined;
  },
): Promise<Reading<SigfoxFacts>> {
  const { account } = book;
  const signIn: Fix = {
    kind: 'command',
    label: l10n.t('Sign In to Sigfox…'),
    command: 'sigfox.backend.signIn',
  };
  if (!account) {
    return unread(l10n.t('Nobody is signed in to Sigfox: look these up by hand.'), signIn);
  }
  const device = parseDeviceId(id ?? '');
  if (device.kind === 'invalid') return unread(l10n.t('No device is known to ask about.'));
  try {
    const { known, isMissing } = await lookAt();
    const newest = book.messagesOf(device.device)?.[0];
    const type = book.deviceTypes.find((each) => each.id === known?.deviceTypeId);
    return read<SigfoxFacts>({
      account: account.name,
      device: isMissing ? undefined : known,
      deviceTypeName: type?.name,
      newest,
      callbacks: known ? await callbacksOf(known) : unread(''),
      calledTypes: calledTypes(known),
      undelivered: asked.undelivered,
      clockAheadMs: account.api.clockAheadMs,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const isSignedOut = error instanceof BackendFailure && error.reason === 'signedOut';
    return unread(error.message, isSignedOut ? signIn : undefined);
  }

  async function lookAt(): Promise<{ known: BackendDevice | undefined; isMissing: boolean }> {
    if (device.kind === 'invalid') return { known: undefined, isMissing: false };
    if (!asked.isProbing) {
      const known = book.device(device.device);
      if (!known) throw new UserError(l10n.t('Sigfox was not asked about it yet.'));
      return { known, isMissing: false };
    }
    try {
      const known = await book.lookAt(device.device, asked.signal);
      await book.refreshMessages(device.device);
      return { known, isMissing: false };
    } catch (error) {
      if (error instanceof BackendFailure && error.reason === 'notFound') {
        return { known: undefined, isMissing: true };
      }
      throw error;
    }
  }

  async function callbacksOf({
    deviceTypeId,
  }: BackendDevice): Promise<Reading<readonly BackendCallback[]>> {
    if (deviceTypeId === undefined) return unread('');
    if (!asked.isProbing) {
      const callbacks = book.knownCallbacks(deviceTypeId);
      return callbacks ? read(callbacks) : unread('');
    }
    try {
      return read(await book.callbacks(deviceTypeId, asked.signal));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return unread(error.message);
    }
  }

  /** Types of other devices for which Sigfox did call something. */
  function calledTypes(known: BackendDevice | undefined): readonly string[] {
    const called = [...book.devices].filter(
      (other) =>
        other.deviceTypeId !== known?.deviceTypeId &&
        book.messagesOf(other.id)?.some(({ callbacks }) => callbacks.length > 0) === true,
    );
    const ids = new Set(called.map(({ deviceTypeId }) => deviceTypeId));
    return book.deviceTypes.filter((type) => ids.has(type.id)).map(({ name }) => name);
  }
}
