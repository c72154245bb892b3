import type { RelatedPlace } from './arduinoCli';

/** One row of the Problems panel, as plain data. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** A full path. */
  readonly file: string;
  /** From 1; 0 stands for the file as a whole. */
  readonly line: number;
  readonly column: number;
  /** What a quick fix goes by: `missing-library:DHT.h`, `missing-platform:arduino:samd`, `too-big:flash`. */
  readonly code: string | undefined;
  readonly related: readonly RelatedPlace[];
}
