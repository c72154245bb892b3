/** The links between a sketch and this window, in the order a message passes them. */
export const chainLinks = [
  'sketch',
  'board',
  'modem',
  'sigfox',
  'awsRole',
  'topic',
  'window',
] as const;

export type ChainLink = (typeof chainLinks)[number];

/** One thing a room proved about one link: green or red with its reason and time, or not known. */
export interface ChainFact {
  readonly link: ChainLink;
  readonly state: 'unknown' | 'proven' | 'broken';
  readonly reason: string;
  readonly atMs: number;
}
