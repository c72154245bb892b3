import type { ArduinoCli, Outcome } from './arduinoCli';
import {
  type Installed,
  joinNeeds,
  missingNamed,
  missingPlatform,
  type Need,
  needForHeader,
  type SketchWishes,
  unexplainedHeaders,
} from './sketchNeeds';

/** What a sketch needs, as far as arduino-cli's lists know. */
export interface NeedsFound {
  readonly needs: readonly Need[];
  /** Headers that nothing explains: nothing installed brings them and no list names them. */
  readonly unknownHeaders: readonly string[];
}

/** Searching for more headers than this would take longer than a person waits. */
const maxSearches = 30;

/**
 * Compares what a sketch asks for with what is installed; goes nowhere near the network. While the platform is missing,
 * its headers are not searched for: some of them it brings itself.
 */
export async function findNeeds(
  arduino: Pick<ArduinoCli, 'platforms' | 'libraries' | 'searchLibraries'>,
  wishes: SketchWishes,
  signal: AbortSignal,
): Promise<Outcome<NeedsFound>> {
  const platforms = await arduino.platforms(undefined, signal);
  if (platforms.kind === 'failed') return platforms;
  const libraries = await arduino.libraries(signal);
  if (libraries.kind === 'failed') return libraries;
  const installed: Installed = { platforms: platforms.value, libraries: libraries.value };
  const named = missingNamed(wishes.libraryNames, installed.libraries);
  const id = missingPlatform(wishes.fqbn, installed.platforms);
  if (id !== undefined) {
    return found({ needs: joinNeeds([{ kind: 'platform', id }, ...named]), unknownHeaders: [] });
  }
  return searchHeaders(arduino, unexplainedHeaders(wishes, installed), named, signal);
}

async function searchHeaders(
  arduino: Pick<ArduinoCli, 'searchLibraries'>,
  headers: readonly string[],
  named: readonly Need[],
  signal: AbortSignal,
): Promise<Outcome<NeedsFound>> {
  const needs = [...named];
  const unknownHeaders: string[] = [];
  for (const header of headers.slice(0, maxSearches)) {
    const libraries = await arduino.searchLibraries(`provides:${header}`, signal);
    if (libraries.kind === 'failed') return libraries;
    const need = needForHeader(header, libraries.value);
    if (need) needs.push(need);
    else unknownHeaders.push(header);
  }
  return found({ needs: joinNeeds(needs), unknownHeaders });
}

function found(value: NeedsFound): Outcome<NeedsFound> {
  return { kind: 'done', value };
}
