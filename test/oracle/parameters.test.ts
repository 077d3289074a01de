import assert from 'node:assert/strict';
import { isWithin } from '../../server/src/languages/text/versions';
import { runRules } from '../../server/src/rules/run';
import { laterParameters } from '../helpers/laterParameters';
import { modelOf } from '../helpers/model';
import { judgeAll, judges } from './judges';
import type { Mutant } from './mutants/mutants';

const mutantOf = (text: string, kind: string): Mutant => ({
  kind: {
    name: kind,
    modules: kind === 'http' ? [] : kind === 'mail' ? ['mail'] : ['stream'],
    make: () => text,
  },
  mutation: undefined,
  base: 0,
  text,
  line: 0,
});

describe('parameters that came after their directive, or went before it', () => {
  for (const judge of judges()) {
    it(`are refused by nginx ${judge.version} where its release lacks them, and taken where it has them`, async () => {
      const built = new Set(['http', ...Object.keys(judge.modules ?? { stream: [] })]);
      // `setfib=` is compiled on FreeBSD alone (NGX_HAVE_SETFIB).
      const cases = laterParameters().filter(({ kind, word }) => built.has(kind) && word !== 'setfib=1');
      const mutants = cases.map(({ text, kind }) => mutantOf(text, kind));
      const verdicts = await judgeAll(judge, mutants);
      const said = cases.map(({ name }, index) => {
        const mutant = mutants[index];
        return `${name}: ${(mutant && verdicts.get(mutant)?.message) ?? 'taken'}`;
      });
      for (const [index, { name, text, word, beside, releases }] of cases.entries()) {
        const isThere = isWithin(releases, judge.version);
        const line = said[index] ?? '';
        const isBuilt = !/requires ngx_\w+_module/.test(line);
        assert.equal(line === `${name}: taken`, isThere && isBuilt, line);
        const told = runRules(
          modelOf({ 'nginx.conf': text }, { nginxVersion: judge.version }),
        ).diagnostics.filter(({ severity }) => severity === 'error');
        assert.deepEqual(
          told.map(({ span }) => text.slice(span.start, span.end)),
          isThere ? [] : [word, ...beside],
          line,
        );
      }
    });
  }
});
