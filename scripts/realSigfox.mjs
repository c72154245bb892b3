// Reads a real Sigfox account through the same client as the extension, and says what it could not read. It changes
// nothing there. Only by hand, with an API user that may read (Group, API Access, profile Customer [R]):
//
//   SIGFOX_LOGIN=… SIGFOX_PASSWORD=… npm run real:sigfox
//
// SIGFOX_URL names another operator's address. The password is read from the environment, and printed nowhere.
import { spawn } from 'node:child_process';
import { ensureDependencies, root, say } from './bootstrap.mjs';

if (!process.env.SIGFOX_LOGIN || !process.env.SIGFOX_PASSWORD) {
  say('Nothing was done: set SIGFOX_LOGIN and SIGFOX_PASSWORD of an API user.');
  process.exit(1);
}
await ensureDependencies();
const child = spawn(process.execPath, ['--import=tsx', 'test/real/realSigfox.ts'], {
  cwd: root,
  stdio: 'inherit',
});
child.on('exit', (code) => process.exit(code ?? 1));
