import { equal } from 'node:assert/strict';
import { CrashPolicy } from '../../client/src/features/language/crashPolicy';

describe('a language server that ended by itself', () => {
  it('is started again once, and not when it ends again at once', () => {
    let now = 1_000_000;
    const policy = new CrashPolicy(() => now);
    equal(policy.restarts(), true);
    now += 1000;
    equal(policy.restarts(), false);
  });

  it('is started again when it had run for long', () => {
    let now = 1_000_000;
    const policy = new CrashPolicy(() => now);
    policy.restarts();
    now += 10 * 60_000;
    equal(policy.restarts(), true);
  });
});
