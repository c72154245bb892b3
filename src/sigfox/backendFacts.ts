import * as l10n from '@vscode/l10n';
import { arrowOf, type BackendMessage } from './backendApi';
import type { BackendBook } from './backendBook';
import { arrowWords } from './backendWords';
import type { ChainFact } from './chainFact';

/** What the newest message of a device says about the links behind the modem. */
export function backendFacts(book: BackendBook, device: string): readonly ChainFact[] {
  const message = book.messagesOf(device)?.[0];
  if (!message) return [];
  const received = l10n.t('received {0} {1}', book.nameOf(device) ?? device, numberOf(message));
  const facts: ChainFact[] = [
    { link: 'sigfox', state: 'proven', reason: received, atMs: message.timeMs },
  ];
  const calledMs = Math.max(message.timeMs, ...message.callbacks.map(({ timeMs }) => timeMs ?? 0));
  // Without any answer it is not the role that said no.
  const isSilent = message.callbacks.some(({ status }) => status === 600);
  const role = { link: isSilent ? 'topic' : 'awsRole', atMs: calledMs } as const;
  switch (arrowOf(message)) {
    case 'red':
      return [...facts, { ...role, state: 'broken', reason: arrowWords(message) }];
    case 'green':
      return [...facts, { ...role, state: 'proven', reason: l10n.t('the callback was delivered') }];
    case 'black':
      return facts;
  }
}

function numberOf({ seqNumber }: BackendMessage): string {
  return seqNumber === undefined ? '' : `#${seqNumber}`;
}
