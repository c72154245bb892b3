/** Reads what the secret storage holds; anything else is nobody. */
export function readApiUser(
  stored: string | undefined,
): { readonly login: string; readonly password: string } | undefined {
  const value = stored === undefined ? undefined : parse(stored);
  if (typeof value !== 'object' || value === null) return undefined;
  const { login, password } = value as Readonly<Record<string, unknown>>;
  return typeof login === 'string' && typeof password === 'string'
    ? { login, password }
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
