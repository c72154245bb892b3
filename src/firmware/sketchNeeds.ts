import type { Library, Platform } from './arduinoCli';

/** What a sketch asks for, as far as its text and its board say. */
export interface SketchWishes {
  /** Undefined when no board is chosen. */
  readonly fqbn: string | undefined;
  /** Headers its files include. */
  readonly headers: readonly string[];
  /** Files of the sketch itself, which satisfy what is included by their names. */
  readonly ownFiles: readonly string[];
  /** Libraries named for it: by the template it was made from. */
  readonly libraryNames: readonly string[];
}

/** Something that is not installed and can be. */
export type Need =
  | { readonly kind: 'platform'; readonly id: string }
  | { readonly kind: 'library'; readonly name: string; readonly header?: string }
  /** Several libraries bring this header: which one is meant, a person has to say. */
  | { readonly kind: 'choice'; readonly header: string; readonly libraries: readonly Library[] };

/** What is there already. */
export interface Installed {
  readonly platforms: readonly Platform[];
  readonly libraries: readonly Library[];
}

/** `arduino:avr` of `arduino:avr:mega:cpu=atmega2560`. */
export function platformOf(fqbn: string): string | undefined {
  return /^([\w.-]+:[\w.-]+):[\w.-]+(?::|$)/.exec(fqbn)?.[1];
}

/** The platform a board needs and that is not installed. */
export function missingPlatform(
  fqbn: string | undefined,
  platforms: readonly Platform[],
): string | undefined {
  const id = fqbn === undefined ? undefined : platformOf(fqbn);
  if (id === undefined) return undefined;
  const isThere = platforms.some(
    (platform) => platform.id === id && platform.installedVersion !== undefined,
  );
  return isThere ? undefined : id;
}

/**
 * Headers that nothing installed brings, as far as can be told: those of the compiler and of the platform's core are
 * among them, so a header counts as missing only when some library of the index claims it.
 */
export function unexplainedHeaders(wishes: SketchWishes, installed: Installed): readonly string[] {
  const known = new Set(
    [...wishes.ownFiles, ...installed.libraries.flatMap(({ headers }) => headers)].map(baseName),
  );
  return [...new Set(wishes.headers)].filter(
    (header) => !known.has(baseName(header)) && !isOfCompiler(header),
  );
}

/** What is to be installed for a header, from the libraries of the index that the header was searched with. */
export function needForHeader(header: string, found: readonly Library[]): Need | undefined {
  const bringing = found.filter(({ headers }) => headers.includes(header));
  const [only] = bringing;
  if (!only) return undefined;
  const best = bringing.length === 1 ? only : namedLike(header, bringing);
  return best
    ? { kind: 'library', name: best.name, header }
    : { kind: 'choice', header, libraries: bringing };
}

/** `Adafruit_BMP085.h` is what the library "Adafruit BMP085 Library" brings, rather than a fork of another name. */
function namedLike(header: string, libraries: readonly Library[]): Library | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/\.h(?:pp)?$|[^a-z0-9]/g, '');
  const wanted = plain(header);
  const alike = libraries.filter(({ name }) =>
    [wanted, `${wanted}library`, `arduino${wanted}`].includes(plain(name)),
  );
  return alike.length === 1 ? alike[0] : undefined;
}

/** Libraries named for the sketch that are not installed. */
export function missingNamed(
  names: readonly string[],
  libraries: readonly Library[],
): readonly Need[] {
  const known = new Set(libraries.map(({ name }) => name));
  return [...new Set(names)]
    .filter((name) => !known.has(name))
    .map((name) => ({ kind: 'library', name }));
}

/** One of each; what is named for the sketch also answers for the headers it brings. */
export function joinNeeds(needs: readonly Need[]): readonly Need[] {
  const seen = new Set<string>();
  return needs.filter((need) => {
    const key = keyOf(need);
    return seen.size !== seen.add(key).size;
  });
}

function keyOf(need: Need): string {
  switch (need.kind) {
    case 'platform':
      return `platform ${need.id}`;
    case 'library':
      return `library ${need.name}`;
    case 'choice':
      return `choice ${need.header}`;
  }
}

/** Headers of C, C++ and the AVR library: no library of Arduino's index is meant, though some bring such names. */
function isOfCompiler(header: string): boolean {
  return /^(?:avr|util|sys|compat)\//.test(header) || compilerHeaders.has(header);
}

const compilerHeaders = new Set(
  (
    'Arduino.h assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h ' +
    'signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h ' +
    'strings.h tgmath.h time.h uchar.h unistd.h wchar.h wctype.h algorithm array atomic bitset chrono cmath cstddef ' +
    'cstdint cstdio cstdlib cstring deque functional initializer_list iterator limits list map memory new numeric ' +
    'optional queue set stack string string_view tuple type_traits utility vector'
  ).split(' '),
);

function baseName(header: string): string {
  return header.slice(header.lastIndexOf('/') + 1);
}
