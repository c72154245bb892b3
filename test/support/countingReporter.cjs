'use strict';
// Prints what fails and writes the counts where the caller looks for them.
const fs = require('node:fs');
const Mocha = require('mocha');

module.exports = class CountingReporter extends Mocha.reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      const counts = { passed: passes, failed: failures, skipped: pending };
      if (process.env.SUITE_COUNTS)
        fs.writeFileSync(process.env.SUITE_COUNTS, JSON.stringify(counts));
    });
  }
};
