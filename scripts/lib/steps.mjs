import { ending } from './ending.mjs';

const began = performance.now();
const times = [];

const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1).padStart(6)} s`;

/**
 * Runs one step and prints one line about it when it is over: how long it took, its name, and what it came to in the words of
 * `describe`. Resolves with what the action gave.
 */
export async function step(name, action, describe = () => '') {
  const start = performance.now();
  try {
    const value = await action();
    tell(start, name, describe(value));
    return value;
  } catch (error) {
    if (!ending.aborted) tell(start, name, `failed: ${error.message}`);
    throw error;
  }
}

function tell(start, name, note) {
  times.push({ name, time: seconds(start) });
  console.log(`${seconds(start)}  ${name}${note ? `: ${note}` : ''}`);
}

/** Prints the time of every step and of all together. */
export function printTimes() {
  console.log('\nTime a step (some run side by side):');
  for (const { name, time } of times) console.log(`${time}  ${name}`);
  console.log(`${seconds(began)}  in all`);
}
