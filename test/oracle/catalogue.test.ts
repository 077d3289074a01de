import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  allVariables,
  directiveNames,
  directivesNamed,
  isAllowedIn,
  isInRelease,
  isPlus,
  isTaken,
  moduleOf,
  takes,
  type DirectiveEntry,
} from '../../server/src/languages/nginx/catalogue';
import type { NginxContext } from '../../server/src/languages/nginx/contexts';
import { findNginx, judge } from './nginx';

/** A directive in each context that needs nothing else to be reached. */
const places: Partial<Record<NginxContext, (line: string) => string>> = {
  main: (line) => line,
  events: (line) => `events { ${line} }`,
  http: (line) => `http { ${line} }`,
  server: (line) => `http { server { ${line} } }`,
  location: (line) => `http { server { location / { ${line} } } }`,
  upstream: (line) => `http { upstream u { ${line} } }`,
  'if in server': (line) => `http { server { if ($host) { ${line} } } }`,
  'if in location': (line) => `http { server { location / { if ($host) { ${line} } } } }`,
  limit_except: (line) => `http { server { location / { limit_except GET { ${line} } } } }`,
};
const contexts = Object.keys(places).filter((name): name is NginxContext => name in places);

/** Event methods of other systems: nginx builds what its system has. */
const elsewhere = new Set(
  ['kqueue', 'devpoll', 'eventport', 'iocp', 'aio'].map((name) => `ngx_${name}_module`),
);

/** What nginx says of a directive before it looks at its values. */
type Answer = 'not allowed here' | 'number of arguments' | 'no block' | 'taken';

interface Probe {
  readonly name: string;
  readonly context: NginxContext;
  readonly count: number;
}

describe('contexts and numbers of arguments, judged by nginx', () => {
  const said = spawnSync(findNginx(), ['-V'], { encoding: 'utf8' }).stderr;
  const [, version = ''] = /nginx\/([\d.]+)/.exec(said) ?? [];
  const options = new Set(said.split(/\s+/).map((word) => word.replace(/^--/, '')));
  const isBuilt = (entry: DirectiveEntry): boolean => {
    const module = moduleOf(entry);
    return (
      module?.origin === 'nginx' &&
      !isPlus(entry) &&
      isInRelease(entry, version) &&
      module.type !== 'mail' &&
      module.type !== 'stream' &&
      !elsewhere.has(module.name) &&
      (module.option === undefined || options.has(module.option))
    );
  };
  const formsOf = (name: string): readonly DirectiveEntry[] => directivesNamed(name).filter(isBuilt);

  /** As ngx_conf_handler goes: the first form whose context fits decides. */
  function expected({ name, context, count }: Probe): Answer {
    const form = formsOf(name).find((entry) => isAllowedIn(entry, context));
    if (!form) return 'not allowed here';
    if (form.block) return 'no block';
    return takes(form, count) ? 'taken' : 'number of arguments';
  }

  function probes(): Probe[] {
    const found: Probe[] = [];
    for (const name of directiveNames()) {
      if (formsOf(name).length === 0) continue;
      for (const context of contexts) found.push({ name, context, count: 0 });
      const allowed = contexts.find((context) => formsOf(name).some((entry) => isAllowedIn(entry, context)));
      if (!allowed) continue;
      for (let count = 1; count <= 9; count++) found.push({ name, context: allowed, count });
    }
    return found;
  }

  const textOf = ({ name, context, count }: Probe): string =>
    [
      places[context]?.(`${name}${' x'.repeat(count)};`),
      ...(context === 'events' || name === 'events' ? [] : ['events {}']),
      '',
    ].join('\n');

  it('are as the catalogue has them, for every directive of this build', async function () {
    // Some nine thousand runs of nginx.
    this.timeout(300_000);
    const all = probes();
    const verdicts = await judge(all.map(textOf));
    const wrong = all.flatMap((probe, index) => {
      const { output = '' } = verdicts[index] ?? {};
      const answer: Answer | 'unknown' = output.includes(`unknown directive "${probe.name}"`)
        ? 'unknown'
        : output.includes(`"${probe.name}" directive is not allowed here`)
          ? 'not allowed here'
          : output.includes(`invalid number of arguments in "${probe.name}" directive`)
            ? 'number of arguments'
            : output.includes(`directive "${probe.name}" has no opening`)
              ? 'no block'
              : 'taken';
      const { name, context, count } = probe;
      const line = `${name} with ${count} in ${context}: nginx says ${answer}, we ${expected(probe)}`;
      return answer === expected(probe) ? [] : [line];
    });
    assert.ok(all.length > 8_000, `${all.length} probes`);
    assert.deepEqual(wrong, []);
  });
});

describe('variables that no configuration may make anew, judged by nginx', () => {
  it('are those that the catalogue takes for such, and nearly all', async function () {
    this.timeout(60_000);
    const names = [
      ...new Set(
        allVariables().flatMap(({ name, kind, prefix }) => (kind === 'http' && !prefix ? [name] : [])),
      ),
    ];
    const verdicts = await judge(
      names.map((name) => `events {}\nhttp { server { location / { set $${name} 1; } } }\n`),
    );
    const refused = names.filter((name, index) =>
      verdicts[index]?.output.includes(`the duplicate "${name}" variable`),
    );
    const told = names.filter((name) => isTaken(name, 'location'));
    assert.deepEqual(
      told.filter((name) => !refused.includes(name)),
      [],
    );
    // Some belong to modules that not every nginx is built with.
    assert.ok(told.length > 0.7 * refused.length, `${told.length} of ${refused.length}`);
  });
});
