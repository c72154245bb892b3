import { open, rename, rm } from 'node:fs/promises';

/** Writes a file piece by piece; it is there whole or not at all. */
export async function writeTextFile(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w');
  try {
    for await (const piece of pieces) await handle.write(piece);
    await handle.close();
    await rename(part, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}
