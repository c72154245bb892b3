// Control characters (C0, DEL, C1), bidirectional overrides and isolates, zero-width characters, the byte order
// mark, line and paragraph separators, and lone surrogates: all can hide or reorder what a row says.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text from outside, made safe for one line of a tree, a status bar or a log: at most `maxLength` characters. */
export function safeLine(text: string, maxLength = 120): string {
  const visible = text.slice(0, maxLength * 4).replace(unsafe, '\ufffd');
  return visible.length > maxLength ? `${visible.slice(0, maxLength - 1)}…` : visible;
}

/**
 * Text from outside for the middle of a Markdown line: every sign becomes a character reference, so that nothing is a
 * link, an image, HTML or emphasis. The editor's own `appendText` still makes links of bare addresses.
 */
export function markdownLiteral(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0xfffd};`);
}
