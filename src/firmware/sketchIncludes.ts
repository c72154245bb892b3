/** A header file that a sketch asks for. */
export interface Include {
  /** As it is written: `DHT.h`, `avr/io.h`. */
  readonly header: string;
  /** From 0. */
  readonly line: number;
}

/** A sketch beyond this size is none that a person wrote. */
const maxLength = 2_000_000;

/**
 * The headers a source text includes. Comments and strings are none of it; what `#if` leaves out is: whether it counts
 * depends on the board.
 */
export function findIncludes(source: string): readonly Include[] {
  const lines = withoutComments(source.slice(0, maxLength)).split('\n');
  return lines.flatMap((text, line) => {
    const found = /^\s*#\s*include\s*(?:<([^<>"\n]{1,200})>|"([^"\n]{1,200})")/.exec(text);
    const header = (found?.[1] ?? found?.[2])?.trim();
    return header === undefined || header === '' ? [] : [{ header, line }];
  });
}

/**
 * Comments become blanks, so that lines keep their numbers. Literals are passed over, for one may hold what looks like
 * the beginning of a comment; the name in an `#include` is kept, since it looks like a string.
 */
function withoutComments(source: string): string {
  return source.replace(piece, (found) => {
    const isComment = found.startsWith('//') || found.startsWith('/*');
    if (isComment) return found.replace(/[^\n]/g, ' ');
    return found.includes('\n') ? found.replace(/[^\n]/g, ' ') : found;
  });
}

// A line comment may go on after a backslash at the line's end. `R"x(…)x"` is a string that may hold anything.
const piece =
  /\/\/(?:[^\n\\]|\\\r?\n|\\)*|\/\*[\s\S]*?(?:\*\/|$)|\bR"([^()\\\s]{0,16})\([\s\S]*?\)\1"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
