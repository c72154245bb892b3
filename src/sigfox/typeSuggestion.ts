/** What a person most likely meant by a word that is no type of the grammar; a whole type to write instead. */
export function suggestType(word: string, width: string | undefined): string {
  const { base, digits } = /^(?<base>[a-z_]*?)_?(?<digits>\d*)(_t)?$/i.exec(word)?.groups ?? {};
  const bits =
    digits !== undefined && digits !== '' ? digits : /^\d+$/.test(width ?? '') ? width : undefined;
  const type = synonyms[(base ?? '').toLowerCase()] ?? 'uint';
  return `${type}:${bits ?? defaults[type] ?? '8'}`;
}

const synonyms: Readonly<Record<string, string>> = {
  bool: 'bool',
  boolean: 'bool',
  bit: 'bool',
  flag: 'bool',
  char: 'char',
  string: 'char',
  str: 'char',
  text: 'char',
  ascii: 'char',
  float: 'float',
  double: 'float',
  real: 'float',
  int: 'int',
  sint: 'int',
  signed: 'int',
  short: 'int',
  long: 'int',
  i: 'int',
  s: 'int',
  f: 'float',
};

const defaults: Readonly<Record<string, string>> = { bool: '7', char: '6', float: '32', int: '16' };
