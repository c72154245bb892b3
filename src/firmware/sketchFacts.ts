import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { ChainFact } from '../sigfox/chainFact';
import type { SectionSize } from './arduinoCli';
import { memoryUse } from './memoryUse';

// What compiling and uploading prove about the first two links of the chain.

export function compiledFact(
  sketch: string,
  sections: readonly SectionSize[],
  atMs: number,
): ChainFact {
  const use = memoryUse(sections.filter(({ name }) => name === 'text'));
  const reason = [safeLine(sketch, 60), l10n.t('compiles'), use].filter(Boolean).join(' · ');
  return { link: 'sketch', state: 'proven', reason, atMs };
}

export function notCompiledFact(sketch: string, errors: number, atMs: number): ChainFact {
  const name = safeLine(sketch, 60);
  const reason =
    errors === 1
      ? l10n.t('{0} does not compile: 1 error', name)
      : l10n.t('{0} does not compile: {1} errors', name, errors);
  return { link: 'sketch', state: 'broken', reason, atMs };
}

export function uploadedFact(
  {
    sketch,
    board,
    port,
  }: { readonly sketch: string; readonly board: string; readonly port: string },
  atMs: number,
): ChainFact {
  const reason = l10n.t(
    '{0} on {1} runs {2}',
    safeLine(board, 40),
    safeLine(port, 40),
    safeLine(sketch, 60),
  );
  return { link: 'board', state: 'proven', reason, atMs };
}

export function notUploadedFact(reason: string, atMs: number): ChainFact {
  return { link: 'board', state: 'broken', reason: safeLine(reason, 200), atMs };
}
