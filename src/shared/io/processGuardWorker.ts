// A guard: runs the program its arguments name and ends it, with everything it started, when the guard's own input
// closes. Input closes when the editor wants the program gone, and also when the editor is killed: the system closes it.
import { spawn } from 'node:child_process';
import { killTree } from './processTree';

const [program = '', ...args] = process.argv.slice(2);
const env = { ...process.env };
// Meant for the guard alone.
delete env['ELECTRON_RUN_AS_NODE'];
const child = spawn(program, args, {
  env,
  // Some programs end by themselves with their input, so it stays open as long as the guard lives.
  stdio: ['pipe', 'inherit', 'inherit'],
  detached: process.platform !== 'win32',
  windowsHide: true,
});
let isEnding = false;

child.once('error', (error: NodeJS.ErrnoException) => {
  process.stderr.write(`${error.code ?? error.message}\n`);
  process.exit(127);
});
child.once('exit', (code, signal) => {
  if (!isEnding) process.exit(signal === null ? (code ?? 0) : 128);
});
process.stdin.on('end', () => void end()).resume();
process.stdin.on('error', () => void end());
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => void end());

async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  if (child.pid !== undefined) await killTree(child.pid);
  process.exit(0);
}
