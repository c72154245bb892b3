import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** Times the activation of our extension and of an empty one in the same host; which comes first changes. */
export async function run(): Promise<void> {
  const ids = ['sigfox-workbench.sigfox-workbench', 'test.empty'];
  if (process.env['BENCH_ORDER'] === 'reversed') ids.reverse();
  const times: Record<string, number> = {};
  // The first activation of a host pays for what both need.
  await vscode.extensions.getExtension('test.warm-up')?.activate();
  for (const id of ids) {
    const extension = vscode.extensions.getExtension(id);
    if (!extension || extension.isActive) throw new Error(`${id} is not there, or active already`);
    const started = performance.now();
    await extension.activate();
    times[id] = performance.now() - started;
  }
  writeFileSync(process.env['SUITE_COUNTS'] ?? '', JSON.stringify(times));
}
