type Random = () => number;

const below = (random: Random, end: number) => Math.floor(random() * end);
const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)] as T;

export function randomBytes(random: Random, length: number): Uint8Array {
  // All zeros and all ones come up often enough to meet NUL, NaN and the limits of integers.
  const fill = random();
  return Uint8Array.from({ length }, () =>
    fill < 0.05 ? 0 : fill < 0.1 ? 255 : below(random, fill < 0.5 ? 128 : 256),
  );
}

const names = [
  'a',
  'b',
  'temp',
  'humidity',
  '__proto__',
  'constructor',
  'toString',
  'x1',
  '0',
  '_',
  'Lat',
  'lng',
];

/** A config that is valid as a rule: fields one behind the other, with every spelling the grammar has. */
export function randomConfig(random: Random): string {
  const fields: string[] = [];
  const used = new Set<string>();
  let byte = 0;
  while (byte < 12 && fields.length < 8 && (fields.length === 0 || random() < 0.75)) {
    const name = pick(random, names);
    if (used.has(name)) continue;
    used.add(name);
    const field = randomField(random, 12 - byte);
    const index = random() < 0.3 ? String(byte) : '';
    fields.push(`${name}:${index}:${field.text}`);
    byte += field.bytes;
    // Now and then anywhere, so that fields overlap or leave bytes out.
    if (random() < 0.1) byte = below(random, 12);
  }
  return fields.join(' ');
}

function randomField(random: Random, room: number): { text: string; bytes: number } {
  const kind = pick(random, ['bool', 'char', 'float', 'uint', 'int', 'uint', 'int']);
  if (kind === 'bool') return { text: `bool:${below(random, 8)}`, bytes: random() < 0.3 ? 1 : 0 };
  if (kind === 'char') {
    const length = 1 + below(random, room);
    return { text: `char:${length}`, bytes: length };
  }
  if (kind === 'float' && room >= 4) {
    const bits = room >= 8 && random() < 0.4 ? 64 : 32;
    return {
      text: `float:${bits}${pick(random, ['', ':little-endian', ':big-endian'])}`,
      bytes: bits / 8,
    };
  }
  const sign = kind === 'float' ? 'uint' : kind;
  if (random() < 0.5) {
    const bytes = 1 + below(random, Math.min(8, room));
    return {
      text: `${sign}:${bytes * 8}${pick(random, ['', ':little-endian', ':big-endian', ':', '::'])}`,
      bytes,
    };
  }
  const offset = below(random, 8);
  const bits = 1 + below(random, Math.min(64, room * 8 - (7 - offset)));
  const spelling = pick(random, [`::${offset}`, `:${offset}`, `:big-endian:${offset}`]);
  return { text: `${sign}:${bits}${spelling}`, bytes: Math.floor((7 - offset + bits - 1) / 8) };
}

const pieces = [
  ':',
  '::',
  ' ',
  '  ',
  ',',
  ';',
  '\t',
  '\n',
  '/1000',
  '-',
  '12',
  '0',
  '8',
  '65',
  'little-endian',
  'uint',
  'uint8',
  'é',
  '\0',
  '{',
  '"',
  '\ud800',
  '9999999999',
];

/** One to three small changes: a piece put in, taken out or doubled. */
export function mutate(text: string, random: Random): string {
  let mutated = text;
  for (let times = 1 + below(random, 3); times > 0; times--) {
    const at = below(random, mutated.length + 1);
    const cut = random() < 0.5 ? below(random, 4) : 0;
    const piece = random() < 0.7 ? pick(random, pieces) : mutated.slice(at, at + 6);
    mutated = mutated.slice(0, at) + piece + mutated.slice(at + cut);
  }
  return mutated;
}

const bodies = [
  '{"device":"1D743","time":"1479817071","temperature":"27.907171"}',
  '{"device":"1A2345","data":"b0513801a421f0019405a500","time":"1511814827","seqNumber":"1508","avgSnr":"N/A"}',
  '{"time":1602167366,"deviceId":"B445A9","snr":13.00,"data":"be099471","seqNumber":486}',
  '{"state":{"reported":{"device":"1D743","time":1479817071000,"data":"41df41e3"}}}',
  '{"device":{"S":"BEF"},"time":{"N":"1481234567"},"customData":{"speed":80}}',
  '{"message":"Hello from the console"}',
  '[1,2,3]',
];

/** A body people send, whole or changed, with now and then something hostile in it. */
export function randomBody(random: Random): Uint8Array {
  const dice = random();
  if (dice < 0.02) return new TextEncoder().encode('['.repeat(below(random, 3_000)));
  if (dice < 0.04)
    return new TextEncoder().encode(
      `{"device":"1","__proto__":{"a":1e400},"constructor":"\\ud800"}`,
    );
  if (dice < 0.14) return randomBytes(random, below(random, 200));
  const body = pick(random, bodies);
  return new TextEncoder().encode(random() < 0.3 ? body : mutate(body, random));
}
