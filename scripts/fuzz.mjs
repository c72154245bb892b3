// `npm run fuzz [-- --seed=N --count=N]`: see test/fuzz/main.ts.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureDependencies, root } from './bootstrap.mjs';

await ensureDependencies();
const args = ['--import=tsx', path.join(root, 'test/fuzz/main.ts'), ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1);
