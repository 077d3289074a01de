// Mocha reporter: mocha's own `spec`, and the counts for `npm test` in the file that CLUSTER_LAB_COUNTS names.
const { writeFileSync } = require('node:fs');
const mocha = require('mocha');

const { Spec } = (mocha.default ?? mocha).reporters;

module.exports = class Reporter extends Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.CLUSTER_LAB_COUNTS;
    if (!file) return;
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      writeFileSync(file, JSON.stringify({ passes, failures, pending }));
    });
  }
};
