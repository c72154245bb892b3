import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { Problem } from './problem';

/** Turns a file of the linker's words (an object of the build, or a source) into the source a person knows. */
export type SourceOf = (file: string) => string;

/** More problems of one kind than this are one mistake. */
const maxProblems = 50;

/** The linker's complaints about names, for which arduino-cli gives no diagnostics. */
export function linkerProblems(words: string, sourceOf: SourceOf): readonly Problem[] {
  const lines = words.split('\n').slice(0, 20_000);
  const problems: Problem[] = [];
  // `x.o: In function 'f':` names the object for the places that follow it.
  let object: string | undefined;
  for (const [at, line] of lines.entries()) {
    object =
      /^(.*?)(?: \(symbol from plugin\))?: [Ii]n function [`'].*':$/.exec(line)?.[1] ?? object;
    const found = undefinedReference(line) ?? multipleDefinition(line) ?? missingArchive(line);
    if (!found) continue;
    // A bare name is the compiler's for a file that the object before names in full.
    const file =
      /[/\\]/.test(found.file ?? '') || found.isWhole ? (found.file ?? '') : (object ?? '');
    const next = firstDefinition(lines[at + 1] ?? '');
    problems.push({
      severity: 'error',
      column: 0,
      code: 'linker',
      line: found.line,
      message: found.message,
      file: sourceOf(withoutProgram(file)),
      related: next ? [{ ...next, file: sourceOf(withoutProgram(next.file)), column: 0 }] : [],
    });
    if (problems.length === maxProblems) break;
  }
  return unique(problems);
}

/** A line number where the linker knows one, else a place in a section, which says nothing to people. */
const place = String.raw`^(.*?):?(?:(\d+)|\(\.[^)]*\)):\s*`;

interface Found {
  readonly file?: string;
  /** It is about the sketch as a whole, whatever file is named. */
  readonly isWhole?: boolean;
  readonly line: number;
  readonly message: string;
}

function undefinedReference(line: string): Found | undefined {
  const found = new RegExp(`${place}(?:more )?undefined reference to [\`'](.+)'$`).exec(line);
  if (!found) return undefined;
  const name = safeLine(found[3] ?? '', 200);
  if (name === 'setup' || name === 'loop') {
    const message = l10n.t('The sketch has no function "{0}".', `${name}()`);
    return { isWhole: true, line: 0, message };
  }
  return { ...placeOf(found), message: l10n.t('"{0}" is used, but defined nowhere.', name) };
}

function multipleDefinition(line: string): Found | undefined {
  const found = new RegExp(`${place}multiple definition of [\`'](.+?)'`).exec(line);
  return found
    ? {
        ...placeOf(found),
        message: l10n.t('"{0}" is defined more than once.', safeLine(found[3] ?? '', 200)),
      }
    : undefined;
}

function missingArchive(line: string): Found | undefined {
  const name = /cannot find -l(\S+)/.exec(line)?.[1];
  return name === undefined
    ? undefined
    : {
        isWhole: true,
        line: 0,
        message: l10n.t('The linker does not find the library "{0}".', safeLine(name, 200)),
      };
}

function firstDefinition(line: string) {
  const found = new RegExp(`${place}first defined here`).exec(line);
  if (!found) return undefined;
  const { file = '', line: at } = placeOf(found);
  return { file, line: at, message: l10n.t('first defined here') };
}

function placeOf(found: RegExpExecArray): { readonly file?: string; readonly line: number } {
  const file = found[1]?.replace(/ \(symbol from plugin\)$/, '') ?? '';
  return { ...(file !== '' && { file }), line: Number(found[2] ?? 0) };
}

/** Newer linkers put their own path before the file. */
function withoutProgram(file: string): string {
  return file.replace(/^.*[/\\][\w.-]*\bld(?:\.\w+)?(?:\.exe)?: /, '');
}

/** The linker says the same of every object that a name is used in. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ file, line, message }) => {
    const key = `${file}\n${line}\n${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
