import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Which files of the sketch a build has compiled, by the age of the objects it left; paths are relative to the sketch.
 * arduino-cli tells only in its verbose output, among thousands of lines nobody wants to see.
 */
export async function rebuiltUnits(
  buildPath: string | undefined,
  startedAtMs: number,
): Promise<readonly string[]> {
  if (buildPath === undefined) return [];
  const objects = path.join(buildPath, 'sketch');
  const files = await readdir(objects, { recursive: true }).catch(() => []);
  const units = await Promise.all(
    files.map(async (file) => {
      if (!file.endsWith('.o')) return [];
      const age = await stat(path.join(objects, file)).catch(() => undefined);
      return age && age.mtimeMs >= startedAtMs
        ? [file.slice(0, -'.o'.length).replaceAll('\\', '/')]
        : [];
    }),
  );
  return units.flat();
}
