import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';

/** arduino-cli takes no longer ones. */
const maxNameLength = 63;

/**
 * Why a sketch may not be called so, or undefined. A sketch's name is that of its folder and its file, so what
 * arduino-cli refuses and what one of the three systems refuses as a file name are both refused.
 */
export function sketchNameProblem(name: string, taken: readonly string[] = []): string | undefined {
  if (name === '') return l10n.t('A sketch needs a name.');
  if (name.length > maxNameLength) {
    return l10n.t('A name has at most {0} characters, not {1}.', maxNameLength, name.length);
  }
  const foreign = /[^\w.-]/u.exec(name)?.[0];
  if (foreign !== undefined) {
    return foreign === ' '
      ? l10n.t('A name has no spaces; write "{0}".', safeLine(name.trim().replace(/ +/g, '_')))
      : l10n.t('A name has no "{0}": letters, digits, "_", "." and "-" only.', safeLine(foreign));
  }
  if (!/^[A-Za-z0-9_]/.test(name)) return l10n.t('A name begins with a letter, a digit or "_".');
  if (name.endsWith('.')) return l10n.t('A name does not end with a dot.');
  if (isDeviceName(name)) {
    return l10n.t('Windows keeps the name "{0}" for itself.', name);
  }
  const twin = taken.find((each) => each.toLowerCase() === name.toLowerCase());
  return twin === undefined ? undefined : l10n.t('"{0}" is there already.', safeLine(twin));
}

/** Names of devices since DOS, with any ending. Source: "Naming Files, Paths, and Namespaces", Windows documentation. */
function isDeviceName(name: string): boolean {
  return /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i.test(name);
}

/** A name near the one wanted that may be taken as it is. */
export function suggestSketchName(wanted: string, taken: readonly string[]): string {
  const base = wanted.replace(/[^A-Za-z0-9_]+/g, '') || 'sketch';
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}${number}`;
    if (sketchNameProblem(name, taken) === undefined) return name;
  }
}
