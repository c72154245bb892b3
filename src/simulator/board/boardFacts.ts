import * as l10n from '@vscode/l10n';
import { safeLine } from '../../shared/safeText';
import type { ChainFact } from '../../sigfox/chainFact';
import { compileDecoder } from '../../sigfox/payloadCodec';
import { parsePayloadConfig } from '../../sigfox/payloadGrammar';
import { boardModels, type BoardSetup } from './boardModel';
import type { Refusal } from './modemAction';
import { modemDialects } from './modemDialect';
import type { ModemExchange } from './sigfoxModem';
import type { VirtualBoardState } from './virtualBoard';

/** What one link of the chain is known by, without its time. */
export type Finding = Omit<ChainFact, 'atMs'>;

/** What the state of the board says about the link "Board". */
export function boardFinding(state: VirtualBoardState): Finding {
  switch (state.kind) {
    case 'unplugged':
      return {
        link: 'board',
        state: 'unknown',
        reason: l10n.t('the virtual board is not plugged in'),
      };
    case 'starting':
      return {
        link: 'board',
        state: 'unknown',
        reason: l10n.t('{0} (virtual) is being plugged in', nameOf(state.setup)),
      };
    case 'running':
      return {
        link: 'board',
        state: 'proven',
        reason:
          state.firmware === undefined
            ? l10n.t('{0} (virtual) at {1}, its flash is empty', nameOf(state.setup), state.address)
            : l10n.t('{0} (virtual) runs {1}', nameOf(state.setup), safeLine(state.firmware, 60)),
      };
    case 'lost':
      return {
        link: 'board',
        state: 'broken',
        reason: l10n.t(
          '{0} (virtual) stopped: {1}. Start it again.',
          nameOf(state.setup),
          safeLine(state.reason, 80),
        ),
      };
  }
}

/** What an exchange says about the link "Modem". */
export function modemFinding(exchange: ModemExchange, setup: BoardSetup): Finding {
  switch (exchange.kind) {
    case 'sent':
      return {
        link: 'modem',
        state: 'proven',
        reason: exchange.payload
          ? l10n.t('sent {0} bytes, answered {1}', exchange.payload.length, exchange.answer)
          : l10n.t('sent a keep-alive, answered {0}', exchange.answer),
      };
    case 'answered':
      return {
        link: 'modem',
        state: 'proven',
        reason: l10n.t(
          'answered {0} to {1}',
          safeLine(exchange.answer, 40),
          safeLine(exchange.command, 40),
        ),
      };
    case 'refused':
      return {
        link: 'modem',
        state: 'broken',
        reason: l10n.t(
          'answered {0}: {1} ({2})',
          exchange.answer.replace(/:.*/, ''),
          refusalWords(exchange.reason),
          safeLine(exchange.command, 40),
        ),
      };
    case 'ignored':
      return exchange.reason === 'dataMode'
        ? {
            link: 'modem',
            state: 'unknown',
            reason: l10n.t('in data mode: it takes commands after "+++"'),
          }
        : {
            link: 'modem',
            state: 'broken',
            reason: l10n.t(
              'hears rubbish: it speaks at {0} baud',
              modemDialects[setup.modem].baudRate,
            ),
          };
  }
}

/** What a payload on the air says about the link "Sketch". */
export function sketchFinding(
  payload: Uint8Array,
  config: string,
  firmware: string | undefined,
): Finding {
  const parsed = parsePayloadConfig(config);
  const needed = Math.max(0, ...parsed.fields.map((field) => field.lastByte + 1));
  const { problems } = compileDecoder(parsed).decode(payload);
  const name = safeLine(firmware ?? l10n.t('the sketch'), 40);
  if (problems.length === 0) {
    return {
      link: 'sketch',
      state: 'proven',
      reason: l10n.t('{0} · payload {1} bytes · matches the config', name, payload.length),
    };
  }
  return {
    link: 'sketch',
    state: 'broken',
    reason: l10n.t('{0} · the config needs {1} bytes, it sent {2}', name, needed, payload.length),
  };
}

function nameOf(setup: BoardSetup): string {
  return boardModels[setup.model].shortName;
}

function refusalWords(reason: Refusal): string {
  switch (reason) {
    case 'oddDigits':
      return l10n.t('odd number of hex digits');
    case 'tooLong':
      return l10n.t('more than 12 bytes');
    case 'empty':
      return l10n.t('nothing to send');
    case 'notHex':
      return l10n.t('not hexadecimal');
    case 'badFlag':
      return l10n.t('behind the comma stands 0 or 1');
    case 'badValue':
      return l10n.t('a value it does not take');
    case 'busy':
      return l10n.t('it was still sending');
    case 'unknownCommand':
      return l10n.t('a command it does not know');
  }
}
