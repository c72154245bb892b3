/** The last part of a path, of either kind of system. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

export function parentOf(path: string): string {
  return path.replace(/[/\\][^/\\]*$/, '');
}

/** A sketch is a folder with a file of the same name: Arduino's rule. */
export function mainFileOf(folder: string): string {
  return `${folder}/${baseName(folder)}.ino`;
}

/** Deeper than this below its sketch no file of a sketch lies. */
const maxDepth = 6;

/** The sketch that a file belongs to: the nearest folder above it with a main file; undefined when there is none. */
export async function findSketch(
  file: string,
  exists: (path: string) => Promise<boolean>,
): Promise<string | undefined> {
  let folder = parentOf(file);
  for (let depth = 0; depth < maxDepth && folder !== '' && folder !== parentOf(folder); depth++) {
    if (await exists(mainFileOf(folder))) return folder;
    folder = parentOf(folder);
  }
  return undefined;
}
