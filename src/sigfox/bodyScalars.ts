/** A value of a body that is no object. */
export type BodyScalar = string | number | boolean;

// A callback body has a dozen keys; the limits only keep a hostile one from costing memory and rows.
const maxScalars = 100;
const maxKeyLength = 64;
const maxTextLength = 1_024;

/**
 * All scalars of a body under their own key, from the objects that people wrap bodies in too (shadow documents, rule
 * envelopes). The outer value counts where a key is there twice.
 */
export function collectScalars(body: Readonly<Record<string, unknown>>): Map<string, BodyScalar> {
  const scalars = new Map<string, BodyScalar>();
  const inner: Readonly<Record<string, unknown>>[] = [];
  const collect = (record: Readonly<Record<string, unknown>>) => {
    for (const key of Object.keys(record)) {
      if (scalars.size >= maxScalars) return;
      const value = record[key];
      const scalar = readScalar(value);
      if (scalar !== undefined && key.length <= maxKeyLength) {
        if (!scalars.has(key)) scalars.set(key, scalar);
      } else if (isRecord(value) && envelopes.has(key)) inner.push(value);
    }
  };
  collect(body);
  // An envelope may hold another (`state.reported`); the list grows while it is walked, and depth is bounded before.
  for (const record of inner) collect(record);
  return scalars;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const envelopes: ReadonlySet<string> = new Set([
  'state',
  'reported',
  'customData',
  'message',
  'metadata',
  'payload',
  'data',
  'body',
  'decoded',
]);

/** Keys of typed wrappers, as DynamoDB writes them: `{"n":12}`, `{"S":"x"}`. */
const typeKeys: ReadonlySet<string> = new Set(['n', 's', 'bool', 'value']);

function readScalar(value: unknown): BodyScalar | undefined {
  switch (typeof value) {
    case 'string':
      return value.slice(0, maxTextLength);
    case 'number':
      // 1e400 is legal JSON and no number of ours.
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    default:
      return readWrapped(value);
  }
}

function readWrapped(value: unknown): BodyScalar | undefined {
  if (Array.isArray(value)) return JSON.stringify(value).slice(0, maxTextLength);
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only && typeKeys.has(only[0].toLowerCase())) {
    return typeof only[1] === 'object' ? undefined : readScalar(only[1]);
  }
  // A place computed by the backend is an object of its own; it is kept as text.
  return 'lat' in value && 'lng' in value
    ? JSON.stringify(value).slice(0, maxTextLength)
    : undefined;
}
