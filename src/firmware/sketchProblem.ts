/** The checks by name; diagnostics carry it, and so do the tests. */
export type SketchCheck =
  | 'hexDigits'
  | 'payloadTooLong'
  | 'tooOften'
  | 'replyIgnored'
  | 'waitsForUsb'
  | 'wrongBoard'
  | 'floatByteOrder'
  | 'configDrift';

/** What is wrong in a sketch, where, and what can be done about it. */
export interface SketchProblem {
  readonly check: SketchCheck;
  readonly severity: 'error' | 'warning';
  /** Offsets in the source, the end not included. */
  readonly at: readonly [start: number, end: number];
  readonly message: string;
  /** The best one first. */
  readonly fixes: readonly SketchFix[];
}

export interface SketchFix {
  readonly title: string;
  /** None overlaps another. */
  readonly edits: readonly SourceEdit[];
}

export interface SourceEdit {
  readonly at: readonly [start: number, end: number];
  readonly text: string;
}

/** The source with the edits made. */
export function applyEdits(source: string, edits: readonly SourceEdit[]): string {
  const fromTheEnd = [...edits].sort((a, b) => b.at[0] - a.at[0]);
  return fromTheEnd.reduce(
    (text, { at: [start, end], text: replacement }) =>
      text.slice(0, start) + replacement + text.slice(end),
    source,
  );
}
