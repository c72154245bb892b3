import { createRequire } from 'node:module';

/**
 * Node's `http` and `https` as the extension host hands them out: with the editor's proxy and certificates. The host
 * changes what `require` gives for exactly these names; an `import`, or a name with `node:` before it, gets Node's own.
 */
const hostRequire = createRequire(import.meta.url);

export function hostModules(): {
  readonly http: typeof import('node:http');
  readonly https: typeof import('node:https');
} {
  return {
    http: hostRequire('http') as typeof import('node:http'),
    https: hostRequire('https') as typeof import('node:https'),
  };
}
