import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Runs what `load` describes inside the extension host and leaves the counts where the caller looks for them. */
export function createRun(load: () => void): () => Promise<void> {
  return async () => {
    // Loaded at run time: the host of the oldest editor cannot require a module of the new format.
    const { default: Mocha } = await import('mocha');
    const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, forbidOnly: true, color: false });
    mocha.suite.emit('pre-require', globalThis as Mocha.MochaGlobals, '', mocha);
    load();
    const counts = { passed: 0, failed: 0, skipped: 0 };
    await new Promise<void>((resolve, reject) => {
      const runner = mocha.run((failures) => {
        const file = process.env['SUITE_COUNTS'];
        if (file !== undefined) addCounts(file, counts);
        if (failures > 0) reject(new Error(`${failures} tests failed`));
        else resolve();
      });
      runner.on('pass', () => counts.passed++);
      runner.on('fail', (test, error: Error) => {
        counts.failed++;
        // At once: a run that comes to no end shows no list of failures.
        console.error(`${test.fullTitle()}\n${error.stack ?? error.message}`);
      });
      runner.on('pending', () => counts.skipped++);
    });
  };
}

/** Adds to what an earlier part of the same run has left. */
function addCounts(file: string, counts: Record<string, number>): void {
  const left = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>)
    : {};
  const sums = Object.entries(counts).map(([name, count]) => [name, count + (left[name] ?? 0)]);
  writeFileSync(file, JSON.stringify(Object.fromEntries(sums)));
}
