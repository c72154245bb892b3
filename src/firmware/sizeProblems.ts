import * as l10n from '@vscode/l10n';
import type { Problem } from './problem';
import { formatBytes } from './memoryUse';

/** The words and numbers of one memory. */
interface Memory {
  readonly code: string;
  /** What the linker and arduino-cli call it. */
  readonly pattern: RegExp;
  /** How arduino-cli reports its use; the use comes first, then the limit. */
  readonly report: RegExp;
  withNumbers(used: string, limit: string): string;
  withExcess(excess: string): string;
  without(): string;
}

const flash: Memory = {
  code: 'too-big:flash',
  pattern:
    /(?:section `\.\w+' will not fit in region `(?:text|flash|rom)'|region `(?:text|flash|rom)' overflowed|text section exceeds available space)/i,
  report: /Sketch uses (\d+) bytes .*?Maximum is (\d+) bytes/,
  withNumbers: (used, limit) =>
    l10n.t('The sketch is too big: {0} of {1} bytes of flash.', used, limit),
  withExcess: (excess) => l10n.t('The sketch is too big for the flash by {0} bytes.', excess),
  without: () => l10n.t('The sketch is too big for the flash of the board.'),
};

const ram: Memory = {
  code: 'too-big:ram',
  pattern:
    /(?:is not within region `(?:data|ram)'|will not fit in region `(?:data|ram)'|region `(?:data|ram)' overflowed|data section exceeds available space)/i,
  report: /Global variables use (\d+) bytes .*?Maximum is (\d+) bytes/s,
  withNumbers: (used, limit) =>
    l10n.t('The variables of the sketch are too big: {0} of {1} bytes of RAM.', used, limit),
  withExcess: (excess) =>
    l10n.t('The variables of the sketch are too big for the RAM by {0} bytes.', excess),
  without: () => l10n.t('The variables of the sketch are too big for the RAM of the board.'),
};

/**
 * "Too big", which arduino-cli and the linker say in different words: just over, arduino-cli has the numbers; far over,
 * the linker stops, with a number or without one. `words` is all that was said, `sketch` the main file.
 */
export function sizeProblems(words: string, sketch: string): readonly Problem[] {
  const tooBig = [flash, ram].filter(({ pattern }) => pattern.test(words));
  const problems = tooBig.map((memory) =>
    atTop(sketch, 'error', describe(memory, words), memory.code),
  );
  const isLow = problems.length === 0 && words.includes('Low memory available');
  return isLow ? [atTop(sketch, 'warning', lowMemory(words), 'low-memory')] : problems;
}

function describe(memory: Memory, words: string): string {
  const [, used, limit] = memory.report.exec(words) ?? [];
  if (used !== undefined && limit !== undefined && Number(used) > Number(limit)) {
    return memory.withNumbers(formatBytes(Number(used)), formatBytes(Number(limit)));
  }
  const excess = /overflowed by (\d+) bytes/.exec(words)?.[1];
  return excess === undefined ? memory.without() : memory.withExcess(formatBytes(Number(excess)));
}

function lowMemory(words: string): string {
  const left = /leaving (\d+) bytes/.exec(words)?.[1];
  return left === undefined
    ? l10n.t('Little RAM is left for local variables. The board may become unstable.')
    : l10n.t(
        'Only {0} bytes of RAM are left for local variables. The board may become unstable.',
        formatBytes(Number(left)),
      );
}

/** There is no line to blame. */
function atTop(
  file: string,
  severity: Problem['severity'],
  message: string,
  code: string,
): Problem {
  return { severity, message, file, line: 0, column: 0, code, related: [] };
}
