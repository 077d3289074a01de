import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { languages } from '../../../server/src/languages/table';
import { parseWorkers, wordsOf } from '../../../server/src/languages/properties/parse';
import { workersOf } from '../../../server/src/languages/properties/workers';
import type { FeatureView } from '../../../server/src/languages/features';
import { SymbolIndex } from '../../../server/src/languages/symbols/index';
import { noProperties } from '../../../server/src/languages/tomcat/values';

const TEXT = `# Load balancing
worker.list = balancer, status   # two
worker.list=extra
worker.balancer.type=lb
worker.balancer.balance_workers=tomcat1 tomcat2
worker.tomcat1.host=10.0.0.5
worker.tomcat1.port=8009
worker.status.type=status
ps=/
`;

const PATH = '/w/conf/workers.properties';
const open = (text: string) => {
  const file = languages.open(PATH, 'workers.properties', text);
  assert.ok(file);
  return file.language;
};
const view: FeatureView = {
  path: PATH,
  configurations: [],
  tomcat: undefined,
  names: () => new SymbolIndex([], new Map()),
  servers: () => [],
  sessionClasses: () => [],
  properties: noProperties,
};
/** Labels offered at `|`. */
function offered(text: string): readonly string[] {
  const offset = text.indexOf('|');
  const all = open(text.replace('|', '')).features.complete?.(offset, view) ?? [];
  return all.toSorted((a, b) => a.rank - b.rank).map(({ label }) => label);
}

describe('workers.properties', () => {
  it('is read as mod_jk reads it: lists grow, comments end a line, blanks do not count', () => {
    const document = parseWorkers(TEXT);
    const { listed, byName } = workersOf(document);
    assert.deepEqual(
      listed.map(({ text }) => text),
      ['balancer', 'status', 'extra'],
    );
    assert.deepEqual([...byName.keys()], ['balancer', 'tomcat1', 'status']);
    assert.deepEqual(
      byName.get('balancer')?.members.map(({ text, span }) => [text, TEXT.slice(span.start, span.end)]),
      [
        ['tomcat1', 'tomcat1'],
        ['tomcat2', 'tomcat2'],
      ],
    );
    assert.equal(byName.get('tomcat1')?.get('port')?.entry.value, '8009');
    assert.deepEqual(
      document.comments.map(({ start, end }) => TEXT.slice(start, end)),
      ['# Load balancing', '# two'],
    );
  });

  it('is known by its name and its lines', () => {
    const kindOf = (path: string, text: string): string | undefined => languages.recognise(path, text)?.kind;
    assert.equal(kindOf('/etc/httpd/workers.properties', TEXT), 'workers.properties');
    assert.equal(kindOf('/etc/httpd/conf.d/jkworkers.properties', TEXT), 'workers.properties');
    assert.equal(kindOf('/app/workers.properties', 'workers=4\n'), undefined);
    assert.equal(kindOf('/app/messages.properties', TEXT), undefined);
  });

  it('has completion: workers, directives of a worker, members and values', () => {
    assert.deepEqual(offered('wor|'), ['worker.']);
    assert.deepEqual(offered(`${TEXT}worker.|`).slice(0, 3), ['list=', 'maintain=', 'balancer.']);
    const directives = offered(`${TEXT}worker.tomcat1.|`);
    assert.ok(
      directives.indexOf('secret') < directives.indexOf('host'),
      'what is written already comes last',
    );
    assert.ok(directives.indexOf('route') < directives.indexOf('sticky_session'));
    assert.ok(!directives.includes('cachesize'));
    assert.deepEqual(
      offered('worker.a.host=x\nworker.b.host=y\nworker.lb.type=lb\nworker.lb.balance_workers=a,|'),
      ['b'],
    );
    assert.deepEqual(offered('worker.lb.method=|'), ['Request', 'Session', 'Next', 'Traffic', 'Busyness']);
    assert.deepEqual(offered('# worker.|'), []);
  });

  it('has hover on directives, and an outline of workers', () => {
    const { hover, outline } = open(TEXT).features;
    const told = hover?.(TEXT.indexOf('balance_workers') + 2, view);
    assert.match(told?.markdown ?? '', /\*\*balance_workers\*\*[^]*members of the load balancer/);
    assert.equal(hover?.(3, view), undefined);
    assert.deepEqual(
      outline?.().map(({ name, detail, children }) => [name, detail, children.length]),
      [
        ['balancer', 'lb', 2],
        ['tomcat1', 'ajp13 10.0.0.5:8009', 2],
        ['status', 'status', 1],
      ],
    );
  });

  it('shows no secret in its outline', () => {
    const [worker] = open('worker.a.secret=hush\n').features.outline?.() ?? [];
    assert.deepEqual(worker?.children[0]?.detail, '');
  });

  it('keeps the places of all, whatever is written', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'worker.a.port=1',
        'worker.list=a,b',
        '#',
        '=',
        'worker.=x',
        'worker..=x',
        '\uFEFFworker.a.b=c',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n', '\r'), (lines, newline) => {
        const text = lines.join(newline);
        const document = parseWorkers(text);
        for (const { key, keySpan, value, valueSpan } of document.entries) {
          assert.equal(text.slice(keySpan.start, keySpan.end), key);
          assert.equal(text.slice(valueSpan.start, valueSpan.end), value);
        }
        workersOf(document);
        const { complete, hover, outline } = open(text).features;
        outline?.();
        for (let offset = 0; offset <= text.length; offset += 7) {
          complete?.(offset, view);
          hover?.(offset, view);
        }
      }),
    );
  });

  it('reads 100,000 lines as fast as their length wants', () => {
    const text = Array.from({ length: 100_000 }, (_, index) => `worker.w${index}.host=h${index}`).join('\n');
    const { byName } = workersOf(parseWorkers(text));
    assert.equal(byName.size, 100_000);
    assert.deepEqual(
      wordsOf(parseWorkers('worker.list=\ta , b').entries[0] ?? assert.fail()).map((one) => one.text),
      ['a', 'b'],
    );
  });
});
