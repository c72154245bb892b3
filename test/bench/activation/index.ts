import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** Times the activation of our extension and of an empty one in the same host; which comes first changes. */
export async function run(): Promise<void> {
  const ids = ['sigfox-workbench.sigfox-workbench', 'test.empty'];
  if (process.env['BENCH_PLACE'] === 'second') ids.reverse();
  const times: Record<string, number> = {};
  // The first activation of a host pays for what both need, and so does one beside the host's own start.
  await vscode.extensions.getExtension('test.warm-up')?.activate();
  await quiet();
  for (const id of ids) {
    const extension = vscode.extensions.getExtension(id);
    if (!extension || extension.isActive) throw new Error(`${id} is not there, or active already`);
    const started = performance.now();
    await extension.activate();
    times[id] = performance.now() - started;
  }
  writeFileSync(process.env['SUITE_COUNTS'] ?? '', JSON.stringify(times));
}

/** Waits until the host has been idle for a while: a timer that comes late is a sign of work. */
async function quiet(): Promise<void> {
  for (let idle = 0; idle < 20;) {
    const asked = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    idle = performance.now() - asked < 60 ? idle + 1 : 0;
  }
}
