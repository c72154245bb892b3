import * as vscode from 'vscode';
import { sentWords } from '../serial/sendingWords';
import { SentMessages } from '../serial/sentMessages';
import type { MessageOrigins } from './joinMessages';
import type { Joint } from './joint';

export interface Sendings extends MessageOrigins {
  readonly sent: SentMessages;
}

/** What boards of this window were seen to send, joined with what arrives. */
export function createSendings({ owned, clock }: Joint): Sendings {
  const sent = owned.add(new SentMessages(clock));
  const time = new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'medium' });
  return {
    sent,
    arrived({ number, content, received }) {
      const payload = content.kind === 'message' ? content.message.payload : undefined;
      if (content.kind !== 'message' || !payload) return;
      sent.arrived({
        messageNumber: number,
        device: content.message.device,
        payload,
        receivedAtMs: received.receivedAtMs,
      });
    },
    originOf({ number }) {
      const sending = sent.ofMessage(number);
      return sending && sentWords(sending, time.format(sending.sentAtMs));
    },
  };
}
