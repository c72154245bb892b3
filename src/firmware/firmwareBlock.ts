import { markOf, type SketchSource } from './sketchSource';

/** Where the struct that was generated before stands, its comment included; undefined where there is none. */
export function firmwareBlock({
  code,
  comments,
  pairs,
  text,
}: SketchSource): readonly [start: number, end: number] | undefined {
  const at = code.findIndex(
    (token, index) => token.text === 'struct' && code[index + 1]?.text === 'SigfoxPayload',
  );
  const open = at + 2;
  const close = pairs.get(open);
  const semicolon = close === undefined ? undefined : code[close + 1];
  if (at < 0 || markOf(code[open]) !== '{' || markOf(semicolon) !== ';') return undefined;
  let start = code[at]?.start ?? 0;
  // Only what stands directly above, each comment on a line of its own.
  for (const comment of [...comments].reverse()) {
    if (comment.end <= start && text.slice(comment.end, start) === '\n') start = comment.start;
  }
  return [start, semicolon?.end ?? start];
}
