/** What installing would mend a problem, by the problem's code. */
export type InstallFix =
  | { readonly kind: 'library'; readonly header: string }
  | { readonly kind: 'platform'; readonly id: string };

/** Reads the code of a compile problem: `missing-library:DHT.h`, `missing-platform:arduino:samd`. */
export function installFixOf(code: unknown): InstallFix | undefined {
  if (typeof code !== 'string') return undefined;
  const header = /^missing-library:([^\s:"<>|?*\\]{1,200})$/.exec(code)?.[1];
  if (header !== undefined) return { kind: 'library', header };
  const id = /^missing-platform:([\w.-]{1,100}:[\w.-]{1,100})$/.exec(code)?.[1];
  return id === undefined ? undefined : { kind: 'platform', id };
}
