import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type {
  ArduinoFailure,
  CompileDiagnostic,
  CompileRequest,
  CompileResult,
} from './arduinoCli';
import { linkerProblems } from './linkerProblems';
import type { Problem } from './problem';
import { sizeProblems } from './sizeProblems';
import { mainFileOf } from './sketchFolder';

/**
 * All that a compile found wrong: what arduino-cli read out of the compiler's words, and what it leaves to others to
 * read. A compile that failed has at least one error.
 */
export function compileProblems(
  request: Pick<CompileRequest, 'folder' | 'fqbn'>,
  result: CompileResult,
): readonly Problem[] {
  const sketch = mainFileOf(request.folder);
  const sourceOf = sourcesOf(request.folder, result.buildPath);
  const failure = result.outcome.kind === 'failed' ? result.outcome.failure : undefined;
  const refusal = failure?.kind === 'refused' ? failure.message : '';
  const words = [result.compilerOutput, result.compilerErrors, refusal].join('\n');
  const problems = [
    ...result.diagnostics.map((diagnostic) => fromDiagnostic(diagnostic, sourceOf)),
    ...(failure ? linkerProblems(result.compilerErrors, (file) => sourceOf(file) || sketch) : []),
    ...sizeProblems(words, sketch),
  ];
  const isExplained = problems.some(({ severity }) => severity === 'error');
  if (!failure || isExplained || failure.kind === 'cancelled') return problems;
  return [...problems, ...unexplained(failure, request, result, sketch)];
}

function fromDiagnostic(said: CompileDiagnostic, sourceOf: (file: string) => string): Problem {
  return {
    severity: said.severity,
    message: firstLine(said.message),
    file: sourceOf(said.file),
    line: said.line,
    column: said.column,
    code: missingLibrary(said.message),
    related: said.related.map((place) => ({
      ...place,
      message: firstLine(place.message),
      file: sourceOf(place.file),
    })),
  };
}

/** The lines after the first are the source with a mark below it, which the editor shows better. */
function firstLine(message: string): string {
  return safeLine(message.split('\n')[0] ?? '', 1_000);
}

function missingLibrary(message: string): string | undefined {
  const header = /^([\w./+-]+): No such file or directory/.exec(message)?.[1];
  return header === undefined ? undefined : `missing-library:${header}`;
}

/**
 * Errors of the compile as a whole: a board or platform that is not there, or whatever else arduino-cli says. A failure
 * that says nothing of the sketch (arduino-cli gone, or no answer) is no problem of the sketch.
 */
function unexplained(
  failure: ArduinoFailure,
  { fqbn }: Pick<CompileRequest, 'fqbn'>,
  { compilerErrors }: CompileResult,
  sketch: string,
): readonly Problem[] {
  if (failure.kind !== 'refused') return [];
  const platform = /^Platform '([\w.:-]+)' not found/.exec(failure.message)?.[1];
  const atTop = (message: string, code?: string): readonly Problem[] => [
    { severity: 'error', message, file: sketch, line: 0, column: 0, code, related: [] },
  ];
  if (platform !== undefined) {
    return atTop(
      l10n.t('The platform "{0}" is not installed.', platform),
      `missing-platform:${platform}`,
    );
  }
  if (/^Invalid FQBN: board .* not found/.test(failure.message)) {
    return atTop(
      l10n.t('The platform of "{0}" is installed, but has no such board.', safeLine(fqbn)),
      'unknown-board',
    );
  }
  const said = compilerErrors.split('\n').find((line) => /\b(?:error|fatal)\b/i.test(line));
  return atTop(safeLine(said ?? failure.message, 1_000));
}

/** The build copies the sketch: what is named there is the file the person knows. */
function sourcesOf(folder: string, buildPath: string | undefined): (file: string) => string {
  return (file) => {
    const slashed = file.replaceAll('\\', '/');
    const copies = `${buildPath?.replaceAll('\\', '/') ?? '\0'}/sketch/`;
    const inCopies = slashed.startsWith(copies) ? slashed.slice(copies.length) : undefined;
    if (inCopies !== undefined) {
      return `${folder}/${inCopies.replace(/\.o$/, '').replace(/\.ino\.cpp$/, '.ino')}`;
    }
    // The linker's own scratch files say nothing to anyone.
    return /\.(?:o|ltrans\d*|elf)$/.test(slashed) ? '' : file;
  };
}
