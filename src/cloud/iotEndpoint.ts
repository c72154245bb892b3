import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { CredentialFailure } from './credentialFailure';

/** A call that AWS did not allow: which right is missing on what. */
export class MissingRightFailure extends Error {
  override readonly name = 'MissingRightFailure';

  constructor(
    readonly action: 'iot:DescribeEndpoint',
    readonly resource: string,
    who: string,
  ) {
    super(l10n.t('"{0}" may not "{1}".', safeLine(who, 60), action));
  }
}

/**
 * The address of MQTT over WebSocket at a data endpoint (`iot:Data-ATS`). Without TLS only where a custom endpoint on
 * this machine speaks none. Throws for what is no host name: an answer from outside is never trusted to be one.
 */
export function dataEndpointUrl(address: string, customEndpoint: string | undefined): string {
  const host = /^([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+)(?::(\d{1,5}))?$/i.exec(address);
  if (!host) {
    const reason = l10n.t(
      'AWS named a data endpoint that is no host name: {0}',
      safeLine(address, 80),
    );
    throw new CredentialFailure({ kind: 'failed', reason, mayPass: false });
  }
  const isPlain =
    customEndpoint !== undefined &&
    new URL(customEndpoint).protocol === 'http:' &&
    /(^|\.)localhost$|^127(\.\d+){3}$/i.test(host[1] ?? '');
  return `${isPlain ? 'ws' : 'wss'}://${address}/mqtt`;
}
