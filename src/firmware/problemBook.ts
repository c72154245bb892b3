import type { CompileResult } from './arduinoCli';
import type { Problem } from './problem';
import { baseName, mainFileOf } from './sketchFolder';

/**
 * The problems of each sketch. arduino-cli speaks of what it compiled in this run only: a warning of a file that it did
 * not have to compile again is still true, so it is kept until the file is compiled anew.
 */
export class ProblemBook {
  private readonly sketches = new Map<
    string,
    { readonly fqbn: string; readonly problems: readonly Problem[] }
  >();

  /** Takes the problems of a compile; gives what is to be shown of the sketch now. */
  update(
    { folder, fqbn }: { readonly folder: string; readonly fqbn: string },
    problems: readonly Problem[],
    { rebuiltUnits }: Pick<CompileResult, 'rebuiltUnits'>,
  ): readonly Problem[] {
    const known = this.sketches.get(folder);
    const kept =
      known?.fqbn === fqbn
        ? known.problems.filter((problem) => isStillTrue(problem, folder, problems, rebuiltUnits))
        : [];
    const all = [...kept, ...problems];
    this.sketches.set(folder, { fqbn, problems: all });
    return all;
  }

  /** What is shown of all sketches together: two of them may say something of the same library. */
  get all(): readonly Problem[] {
    return [...this.sketches.values()].flatMap(({ problems }) => problems);
  }

  forget(folder: string): void {
    this.sketches.delete(folder);
  }
}

/** An error stops the build, so it comes up again with every build until it is mended: only warnings can be forgotten. */
function isStillTrue(
  problem: Problem,
  folder: string,
  news: readonly Problem[],
  rebuiltUnits: readonly string[],
): boolean {
  if (problem.severity === 'error' || problem.code === 'low-memory') return false;
  if (news.some((other) => other.file === problem.file)) return false;
  if (!problem.file.startsWith(`${folder}/`)) return rebuiltUnits.length === 0;
  return !rebuiltUnits.includes(unitOf(problem.file, folder)) && !isHeaderOf(problem, rebuiltUnits);
}

/** All `.ino` files of a sketch are compiled as one. */
function unitOf(file: string, folder: string): string {
  return file.endsWith('.ino')
    ? `${baseName(mainFileOf(folder))}.cpp`
    : file.slice(folder.length + 1);
}

/** Nobody knows by which unit a header's warning came, so any new one may have mended it. */
function isHeaderOf({ file }: Problem, rebuiltUnits: readonly string[]): boolean {
  return /\.(?:h|hh|hpp|hxx|inl)$/i.test(file) && rebuiltUnits.length > 0;
}
