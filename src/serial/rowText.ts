import { parseAnsi, type StyledText, withoutAnsi } from './ansiText';
import type { Row } from './lineSplitter';

/** How rows are shown. */
export interface RowStyle {
  readonly isHex: boolean;
  /** Control characters show as pictures, escape sequences as text. */
  readonly showsControls: boolean;
}

/** The row as the view draws it: text that is safe to show, with colours. */
export function rowPieces(row: Pick<Row, 'bytes' | 'end'>, style: RowStyle): StyledText[] {
  if (style.isHex) return [{ text: hexAndAscii(row.bytes), style: {} }];
  const text = decodeText(row.bytes);
  if (style.showsControls) {
    const end = row.end === 'line' ? '␤' : '';
    const shown = `${controlPictures(text)}${end}`;
    return shown === '' ? [] : [{ text: safeText(shown), style: {} }];
  }
  return parseAnsi(text).flatMap(({ text: piece, style: look }) => {
    const shown = safeText(withoutControls(piece));
    return shown === '' ? [] : [{ text: shown, style: look }];
  });
}

/** The row as plain text: for copying, filtering, searching and for a screen reader. */
export function rowText(bytes: Uint8Array): string {
  return safeText(withoutControls(withoutAnsi(decodeText(bytes))));
}

/** `41 54 24 53 46 3d                                 AT$SF=` with room for sixteen bytes. */
export function hexAndAscii(bytes: Uint8Array): string {
  let hex = '';
  let ascii = '';
  for (const byte of bytes) {
    hex += `${byte.toString(16).padStart(2, '0')} `;
    ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return `${hex.padEnd(bytesPerHexRow * 3)} ${ascii}`;
}

/** Control characters as the pictures Unicode has for them. */
export function controlPictures(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : '�';
  });
}

const bytesPerHexRow = 16;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What is no UTF-8 becomes U+FFFD; the log keeps the bytes. */
function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** All but the tab: a control character has nothing to show unless it is asked for. */
function withoutControls(text: string): string {
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, '');
}

/** Characters that hide or reorder what a row says show as U+FFFD. */
function safeText(text: string): string {
  return text.replace(/[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, '\ufffd');
}
