/** How a stretch of text looks; colours are those of the terminal's sixteen, or exact ones. */
export interface TextStyle {
  /** 0 to 15 for the theme's own colours, `#rrggbb` for others. */
  readonly foreground?: number | string;
  readonly background?: number | string;
  readonly isBold?: boolean;
  readonly isDim?: boolean;
  readonly isItalic?: boolean;
  readonly isUnderlined?: boolean;
  readonly isInverse?: boolean;
}

export interface StyledText {
  readonly text: string;
  readonly style: TextStyle;
}

/**
 * Escape sequences of ECMA-48, by their introducer: CSI ends at its final byte; OSC, DCS, SOS, PM and APC at BEL, ST or
 * the end of the row; any other takes one more character after intermediates.
 */
const sequence =
  /(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~])?|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-Z\\^-~]?/g;

/**
 * Text with its colours. Of all escape sequences only colours have an effect: titles, hyperlinks, clipboard writes,
 * cursor moves and everything else a terminal would obey are left out. Colours end with their row, so that any row can
 * be drawn without those before it.
 */
export function parseAnsi(text: string): StyledText[] {
  if (!/[\u001b\u0090-\u009f]/.test(text)) return text === '' ? [] : [{ text, style: plain }];
  const found: StyledText[] = [];
  let style: TextStyle = plain;
  let from = 0;
  const take = (to: number) => {
    if (to > from) found.push({ text: text.slice(from, to), style });
  };
  for (const match of text.matchAll(sequence)) {
    take(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = applyColours(style, match[1] ?? '');
  }
  take(text.length);
  return found;
}

/** What is left when every escape sequence is taken out. */
export function withoutAnsi(text: string): string {
  return text.replace(sequence, '');
}

const plain: TextStyle = Object.freeze({});

/** Select Graphic Rendition, ECMA-48 §8.3.117, with the 256 and exact colours of ITU T.416. */
function applyColours(style: TextStyle, parameters: string): TextStyle {
  const codes = parameters.split(/[;:]/).map((part) => (part === '' ? 0 : Number(part)));
  let next = style;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const colour = exactColour(codes.slice(at + 1, at + 5));
      at += colour.taken;
      if (colour.value === undefined) continue;
      next =
        code === 38 ? { ...next, foreground: colour.value } : { ...next, background: colour.value };
    } else next = applyCode(next, code);
  }
  return next;
}

function applyCode(style: TextStyle, code: number): TextStyle {
  if (code >= 30 && code <= 37) return { ...style, foreground: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, foreground: code - 90 + 8 };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 100 + 8 };
  switch (code) {
    case 0:
      return plain;
    case 1:
      return { ...style, isBold: true };
    case 2:
      return { ...style, isDim: true };
    case 3:
      return { ...style, isItalic: true };
    case 4:
      return { ...style, isUnderlined: true };
    case 7:
      return { ...style, isInverse: true };
    case 22:
      return { ...style, isBold: false, isDim: false };
    case 23:
      return { ...style, isItalic: false };
    case 24:
      return { ...style, isUnderlined: false };
    case 27:
      return { ...style, isInverse: false };
    case 39:
      return without(style, 'foreground');
    case 49:
      return without(style, 'background');
    default:
      return style;
  }
}

function without(style: TextStyle, key: 'foreground' | 'background'): TextStyle {
  return Object.fromEntries(Object.entries(style).filter(([name]) => name !== key));
}

function exactColour(codes: readonly number[]): {
  readonly value?: number | string;
  readonly taken: number;
} {
  const [kind, first = 0, second = 0, third = 0] = codes;
  if (kind === 5) return { value: indexedColour(first), taken: 2 };
  if (kind !== 2) return { taken: codes.length };
  return { value: hexColour(first, second, third), taken: 4 };
}

/** The 256 colours of xterm: sixteen of the theme, a cube of 6 × 6 × 6, and 24 greys. */
function indexedColour(index: number): number | string {
  if (index < 16) return Math.max(0, index);
  if (index >= 232) {
    const grey = 8 + (Math.min(index, 255) - 232) * 10;
    return hexColour(grey, grey, grey);
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const at = index - 16;
  return hexColour(level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6));
}

function hexColour(...parts: readonly number[]): string {
  const hex = parts.map((part) =>
    Math.min(255, Math.max(0, Math.trunc(part) || 0))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}
