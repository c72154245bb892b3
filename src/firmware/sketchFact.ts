import * as l10n from '@vscode/l10n';
import type { ChainFact } from '../sigfox/chainFact';
import { parsePayloadConfig } from '../sigfox/payloadGrammar';
import { namedConfig, readFirmware } from './firmwareReader';
import { isSend } from './sigfoxSends';
import { isSameLayout } from './sketchChecksLayout';
import type { SketchProblem } from './sketchProblem';
import { readSketch } from './sketchSource';

/** What a sketch's text proves of its link in the chain; undefined for a sketch that has nothing to do with Sigfox. */
export function sketchFact(
  name: string,
  text: string,
  problems: readonly SketchProblem[],
  atMs: number,
): ChainFact | undefined {
  const sketch = readSketch(text);
  if (!sketch.functions.some(({ calls }) => calls.some(isSend))) return undefined;
  const fact = (state: ChainFact['state'], reason: string) =>
    ({ link: 'sketch', state, reason, atMs }) as const;
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) return fact('broken', `${name} · ${error.message}`);
  const firmware = readFirmware(sketch);
  if (firmware.kind !== 'config') {
    return fact('unknown', l10n.t('{0} · what it writes cannot be read from its text', name));
  }
  const size = l10n.t('payload {0} bytes', firmware.payloadSize);
  const named = namedConfig(sketch);
  const isMatching =
    named !== undefined &&
    isSameLayout(parsePayloadConfig(named.text).fields, parsePayloadConfig(firmware.config).fields);
  return isMatching
    ? fact('proven', `${name} · ${size} · ${l10n.t('matches the config')}`)
    : fact('broken', `${name} · ${size} · ${l10n.t('does not match the config it names')}`);
}
