/** Says whether a row's text is looked for. */
export type RowMatcher = (text: string) => boolean;

/**
 * Reads what a person typed into the filter or the search: plain text without regard to case, or a regular expression
 * between slashes. Undefined where nothing is looked for.
 */
export function parseQuery(
  query: string,
):
  | { readonly kind: 'matcher'; readonly matches: RowMatcher }
  | { readonly kind: 'invalid' }
  | undefined {
  if (query === '') return undefined;
  const pattern = /^\/(.+)\/(i?)$/.exec(query);
  if (!pattern) {
    const wanted = query.toLowerCase();
    return { kind: 'matcher', matches: (text) => text.toLowerCase().includes(wanted) };
  }
  try {
    const expression = new RegExp(pattern[1] ?? '', `u${pattern[2] ?? ''}`);
    return { kind: 'matcher', matches: (text) => expression.test(text) };
  } catch {
    return { kind: 'invalid' };
  }
}

/** The newest matches are kept; a filter that lets millions through is no filter. */
const maxMatches = 1_000_000;

/** Numbers of the rows a filter lets through, in the order of the log. */
export class MatchingRows {
  private numbers: number[] = [];
  private forgotten = 0;

  get count(): number {
    return this.numbers.length;
  }

  /** Matches that are no longer kept. */
  get forgottenCount(): number {
    return this.forgotten;
  }

  /** Rows come in the order in which they end, which is almost the order of their numbers. */
  add(row: number): void {
    let at = this.numbers.length;
    while (at > 0 && (this.numbers[at - 1] ?? 0) > row) at -= 1;
    if (at === this.numbers.length) this.numbers.push(row);
    else if (this.numbers[at - 1] !== row) this.numbers.splice(at, 0, row);
    if (this.numbers.length <= maxMatches + maxMatches / 10) return;
    this.forgotten += maxMatches / 10;
    this.numbers = this.numbers.slice(maxMatches / 10);
  }

  slice(from: number, to: number): readonly number[] {
    return this.numbers.slice(from, to);
  }

  /** Where a row of the log is among the matches, or would be. */
  positionOf(row: number): number {
    let low = 0;
    let high = this.numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.numbers[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Places of links in a text: `http` and `https` only, and what closes a sentence is not part of them. */
export function linksIn(text: string): { readonly from: number; readonly to: number }[] {
  return [...text.matchAll(/https?:\/\/[^\s"'<>`\\]+/g)].map((match) => {
    const url = match[0].replace(/[.,;:!?)\]}]+$/, '');
    return { from: match.index, to: match.index + url.length };
  });
}
