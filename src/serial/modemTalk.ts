import * as l10n from '@vscode/l10n';
import type { ChainFact } from '../sigfox/chainFact';
import type { DeviceId } from '../sigfox/device';
import type { Row } from './lineSplitter';
import { readModemLine } from './modemLine';
import { rowText } from './rowText';
import type { SentMessage, SentMessages } from './sentMessages';

/** A modem is silent while it transmits: up to a minute with a downlink (Telit LE51, AT reference 1VV0301109). */
const answerWithinMs = 65_000;

/** Listens to one port's lines and reports what its modem sends. */
export class ModemTalk {
  private device: DeviceId | undefined;
  private sentAtMs: number | undefined;

  constructor(
    /** Called anew for every sending: a port may come back under another name, a log may be cleared. */
    private readonly place: () => Pick<SentMessage, 'port' | 'logId'>,
    private readonly sent: SentMessages,
    private readonly prove: (fact: ChainFact) => void,
  ) {}

  read(row: Row): void {
    // Longer rows hold no command; most rows are dismissed by this and by the first look of the reader.
    if (row.kind === 'note' || row.bytes.length > 200 || row.bytes.length < 2) return;
    const line = readModemLine(rowText(row.bytes));
    if (!line) return;
    switch (line.kind) {
      case 'send':
        this.sentAtMs = row.timeMs;
        this.sent.add({
          ...this.place(),
          row: row.index,
          sentAtMs: row.timeMs,
          payload: line.payload,
          device: this.device,
        });
        return;
      case 'badSend':
      case 'sendBit':
        this.sentAtMs = row.timeMs;
        return;
      case 'device':
        this.device = line.device;
        return;
      case 'ok':
      case 'error':
        this.answered(line.kind, row.timeMs);
        return;
      case 'command':
        // An answer from here on is no longer the sending's.
        this.sentAtMs = undefined;
        return;
      case 'claim':
      case 'downlink':
        return;
    }
  }

  private answered(kind: 'ok' | 'error', atMs: number): void {
    const { sentAtMs } = this;
    this.sentAtMs = undefined;
    if (sentAtMs === undefined || atMs - sentAtMs > answerWithinMs) return;
    this.sent.answered(this.place().logId, kind, atMs);
    this.prove({
      link: 'modem',
      state: kind === 'ok' ? 'proven' : 'broken',
      reason:
        kind === 'ok'
          ? l10n.t('sent, answered OK')
          : l10n.t(
              'refused to send: the payload has an odd digit, is too long, or the modem is busy',
            ),
      atMs,
    });
  }
}
