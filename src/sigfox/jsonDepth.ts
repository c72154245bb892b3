import * as l10n from '@vscode/l10n';

/** Deeper JSON than any callback body needs, and far from where a recursive reader runs out of stack. */
const maxDepth = 32;

/** Why the text is not JSON we read, in words, or undefined. Looks at the depth before any recursive reader does. */
export function jsonProblem(text: string): string | undefined {
  if (isTooDeep(text)) return l10n.t('it is nested more than {0} levels deep.', maxDepth);
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return l10n.t('it cannot be parsed.');
  }
}

/** Parses JSON whose depth was looked at first; undefined stands for "not JSON", which no JSON text means. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTooDeep(text: string): boolean {
  if (opensAtMost(text, maxDepth)) return false;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isQuoted) {
      if (code === backslash) at += 1;
      else if (code === quote) isQuoted = false;
    } else if (code === quote) isQuoted = true;
    else if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return false;
}

/** A body as they come opens few braces, and finding these is far cheaper than looking at every character. */
function opensAtMost(text: string, most: number): boolean {
  let left = most;
  for (const open of ['{', '[']) {
    for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + 1)) {
      if (--left < 0) return false;
    }
  }
  return true;
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
