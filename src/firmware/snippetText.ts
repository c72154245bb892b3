/**
 * Plain text as a snippet that inserts exactly that: `\`, `$` and `}` mean something in a snippet.
 * Source: the grammar in the editor's guide to user-defined snippets.
 */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, (character) => `\\${character}`);
}

/** What a snippet inserts when nothing is typed into its tab stops; only `$1` and `${1:default}` are used by ours. */
export function expandSnippet(body: string): string {
  return body.replace(
    /\\([\\$}])|\$(?:\{\d+(?::((?:\\[\\$}]|[^\\}])*))?\}|\d+)/g,
    (_, escaped?: string, preset?: string) => escaped ?? expandSnippet(preset ?? ''),
  );
}
