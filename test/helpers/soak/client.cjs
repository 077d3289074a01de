// A window of VS Code, as far as a lab goes: starts the plan that it is sent, with a guard beside it, and tells each step.
const { fork } = require('node:child_process');
const { connect, startLab } = require('../../../dist/lab.js');

const [host] = process.argv.slice(2);
process.once('message', (plan) => void run(plan));

async function run(plan) {
  const guard = fork('dist/guard.js', [plan.labId, host], { detached: true, stdio: 'ignore' });
  guard.unref();
  try {
    const engine = await connect({ host });
    await startLab(engine, plan, {
      signal: new AbortController().signal,
      assets: 'client/assets',
      onStep: ({ message }) => process.send({ step: message }),
    });
    process.send({ end: 'up' });
  } catch (error) {
    process.send({ end: error.kind ?? String(error) });
  }
}
