import * as vscode from 'vscode';
import { read, type Reading, type SessionFacts, unread } from '../doctor/pathFacts';
import type { ConnectionStatus } from '../messages/connections';
import { safeLine } from '../shared/safeText';

/** What AWS says of our own session; its last answer holds until it is asked again or the session is another. */
export class SessionReader {
  private last: { readonly clientId: string; readonly reading: Reading<SessionFacts> } | undefined;

  async reading(
    status: ConnectionStatus | undefined,
    isProbing: boolean,
    signal: AbortSignal,
  ): Promise<Reading<SessionFacts>> {
    const { clientId, connection } = status ?? {};
    const endpoint = connection?.endpoint;
    if (clientId === undefined || endpoint?.kind !== 'aws' || !endpoint.session) return notAsked();
    if (isProbing) this.last = { clientId, reading: await ask(endpoint.session(clientId, signal)) };
    return this.last?.clientId === clientId ? this.last.reading : notAsked();
  }
}

async function ask(answer: Promise<SessionFacts>): Promise<Reading<SessionFacts>> {
  try {
    return read(await answer);
  } catch (error) {
    return unread(safeLine(error instanceof Error ? error.message : String(error), 200));
  }
}

function notAsked(): Reading<SessionFacts> {
  return unread(vscode.l10n.t('AWS was not asked about this connection'));
}
