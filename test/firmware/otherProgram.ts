import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Opens the port and asks the system to let nobody else in, as serial monitors do. A real port forgets that when it is
 * closed; a pseudo-terminal lives on, so it is taken back. The two numbers are TIOCEXCL and TIOCNXCL of Linux.
 */
const holding =
  'open(P, "+<", $ARGV[0]) or die "open: $!"; ioctl(P, 0x540C, 0) or die "hold: $!"; ' +
  '$| = 1; print "held\\n"; <STDIN>; ioctl(P, 0x540D, 0)';

/** Another program that has a port for itself until it is told to end. */
export async function holdPort(address: string): Promise<{ end(): Promise<void> }> {
  const holder = spawn('perl', ['-e', holding, address], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(holder, 'exit');
  const first = await Promise.race([once(holder.stdout, 'data'), ended]);
  if (!String(first[0]).includes('held')) throw new Error(`${address} is not held`);
  return {
    end: async () => {
      holder.stdin.end();
      await ended;
    },
  };
}

/**
 * The program as a person's own: the administrator, as whom tests may run, is let in to ports that others hold. Gives the
 * script that runs it so.
 */
export function withoutPrivilege(program: string, folder: string): string {
  if (process.getuid?.() !== 0) return program;
  const script = path.join(folder, path.basename(program));
  const text = `#!/bin/sh\nexec setpriv --bounding-set -sys_admin "${program}" "$@"\n`;
  writeFileSync(script, text, { mode: 0o755 });
  return script;
}
