import type { SourceEdit } from './sketchProblem';
import type { SketchSource } from './sketchSource';

/** A function that a quick fix brings along. */
export interface SketchHelper {
  readonly name: string;
  readonly text: string;
}

export const printHexHelper: SketchHelper = {
  name: 'sigfoxPrintHex',
  text: `// Two digits for every byte of the value: print(value, HEX) leaves out leading zeros.
template <typename T> void sigfoxPrintHex(Print &out, T value) {
  for (int8_t at = sizeof value - 1; at >= 0; at--) {
    const uint8_t each = value >> (8 * at);
    if (each < 16) out.print('0');
    out.print(each, HEX);
  }
}
`,
};

export const answerHelper: SketchHelper = {
  name: 'sigfoxIsAnsweredOk',
  text: `// Waits for the modem's answer, which comes after the message is on air; true when it is OK.
bool sigfoxIsAnsweredOk(Stream &modem, unsigned long timeoutMs) {
  modem.setTimeout(timeoutMs);
  return modem.findUntil((char *)"OK", (char *)"ERR");
}
`,
};

/** Puts the helper behind the includes, unless the sketch has it. */
export function helperEdits(sketch: SketchSource, helper: SketchHelper): readonly SourceEdit[] {
  if (sketch.functions.some(({ name }) => name === helper.name)) return [];
  const at = behindIncludes(sketch);
  return [{ at: [at, at], text: `\n${helper.text}` }];
}

/** Offset of the line behind the last include; without any, of the line where the code begins. */
export function behindIncludes({ directives, code, text }: SketchSource): number {
  const last = directives.filter((each) => /^#\s*include/.test(each.text)).at(-1);
  if (!last) return lineStart(text, code[0]?.start ?? 0);
  const end = text.indexOf('\n', last.end);
  return end < 0 ? text.length : end + 1;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}
