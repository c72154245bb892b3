/** Keys of one section; keys of a nested block read `block.key`. */
export type ConfigSection = ReadonlyMap<string, string>;

/** Sections by kind and name, `profile dev` or `sso-session corp`; in the credentials file every section is a profile. */
export type SharedConfig = ReadonlyMap<string, ConfigSection>;

/** What is read of one file at most; real ones have some kilobytes. */
const maxLength = 1_000_000;
const maxSections = 5_000;

/**
 * Reads a shared config or credentials file of AWS. Whatever is no section and no `key = value` is passed over, as the
 * AWS CLI does; it never throws. A section that comes twice is one section, and the later value holds.
 */
export function parseSharedConfig(text: string, file: 'config' | 'credentials'): SharedConfig {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let block = '';
  for (const line of text
    .slice(0, maxLength)
    .replace(/^\ufeff/, '')
    .split(/\r?\n|\r/)) {
    const content = withoutComment(line);
    if (content === '') continue;
    const header = /^\[(.*)\]$/.exec(content);
    if (header) {
      block = '';
      section = sectionOf(sections, sectionName(header[1] ?? '', file));
      continue;
    }
    const [key, value] = splitAssignment(content);
    if (!section || key === '') continue;
    const isNested = /^\s/.test(line) && block !== '';
    if (!isNested) block = value === '' ? key : '';
    if (value !== '') section.set(isNested ? `${block}.${key}` : key, value);
  }
  return sections;
}

/** A comment begins a line or follows a space, so that `#` may be part of a value. */
function withoutComment(line: string): string {
  const at = line.search(/(^|\s)[;#]/);
  return (at < 0 ? line : line.slice(0, at)).trim();
}

function splitAssignment(content: string): readonly [key: string, value: string] {
  const at = content.indexOf('=');
  return at <= 0
    ? ['', '']
    : [content.slice(0, at).trim().toLowerCase(), content.slice(at + 1).trim()];
}

/** `kind name`, or undefined for what is no section either file may have. */
function sectionName(header: string, file: 'config' | 'credentials'): string | undefined {
  const words = /^(profile|sso-session|services)\s+(["']?)([\w\-@+.%:/]{1,128})\2$/.exec(
    header.trim(),
  );
  if (words) return `${words[1] ?? ''} ${words[3] ?? ''}`;
  const name = header.trim();
  if (name === 'default') return 'profile default';
  return file === 'credentials' && /^[\w\-@+.%:/]{1,128}$/.test(name)
    ? `profile ${name}`
    : undefined;
}

function sectionOf(
  sections: Map<string, Map<string, string>>,
  name: string | undefined,
): Map<string, string> | undefined {
  if (name === undefined) return undefined;
  const known = sections.get(name);
  if (known || sections.size >= maxSections) return known;
  const section = new Map<string, string>();
  sections.set(name, section);
  return section;
}
