// Mocha reporter: mocha's own `spec`, and the counts for `npm test` in the file that CLUSTER_LAB_COUNTS names.
// Option `patience`: seconds after which a process that does not end by itself is a failure; what keeps it alive is named.
const { writeFileSync } = require('node:fs');
const mocha = require('mocha');

const { Spec } = (mocha.default ?? mocha).reporters;

module.exports = class Reporter extends Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.CLUSTER_LAB_COUNTS;
    const { patience } = options?.reporterOptions ?? {};
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      if (file) writeFileSync(file, JSON.stringify({ passes, failures, pending }));
      if (patience) setTimeout(giveUp, patience * 1000).unref();
    });
  }
};

function giveUp() {
  console.error(
    `All tests are over, but something is still open: ${process.getActiveResourcesInfo().join(', ')}`,
  );
  // Mocha sets the exit code to the number of failures in a listener of its own, before this one.
  process.once('exit', () => (process.exitCode = 1));
  process.exit();
}
