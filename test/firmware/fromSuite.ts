/** What `suite.mjs` brought up: paths and versions come as environment variables. */
export function fromSuite(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`"${name}" is not set: run "npm run test:firmware".`);
  return value;
}
