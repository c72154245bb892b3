// Starts a board's end of a pseudo-terminal and tells it what to say.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../scripts/bootstrap.mjs';

export async function startFeeder(...modes) {
  const child = spawn(
    process.execPath,
    ['--import=tsx', path.join(root, 'test/support/feeder.ts'), ...modes],
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const heard = [];
  const waiting = new Set();
  createInterface({ input: child.stdout }).on('line', (line) => {
    heard.push(line);
    for (const look of waiting) look();
  });
  /** Resolves with the first line that matches, said already or to come. */
  const hears = (pattern) =>
    new Promise((resolve) => {
      const look = () => {
        const found = heard.find((line) => pattern.test(line));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const address = (await hears(/^address /)).slice('address '.length);
  const order = (line) => child.stdin.write(`${line}\n`);
  return {
    address,
    hears,
    say: (text) => order(`say ${JSON.stringify(text)}`),
    hex: (bytes) => order(`hex ${bytes}`),
    flood: (perSecond, seconds) => {
      order(`flood ${perSecond} ${seconds}`);
      return hears(/^flooded /);
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.stdin.end('end\n');
      }),
  };
}
