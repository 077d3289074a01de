// Makes failures anew in every Tomcat and nginx that `npm run oracle -- failures` got, and keeps their logs in
// test/logs/explain/failures.
// Arguments: `--only=name,name`, `--to=folder`, and the homes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { corpusPath, explanationsOf, summaryOf } from '../../logs/explain/corpus';
import { cloudScenarios } from './cloud';
import { clusterScenarios } from './cluster';
import { startAll, type Ground, type Play, type Scenario } from './scenario';
import { LANGUAGES, TomcatNode } from './tomcat';
import { judges } from '../judges';
import type { Tomcat } from '../tomcat/judge';
import { proxyScenarios, saidOf, type ProxyScenario } from './proxy';

/** The release that is asked in all languages. */
const IN_LANGUAGES = '10.1';

async function main(words: readonly string[]): Promise<void> {
  const option = (name: string): string | undefined =>
    words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const only = option('only')?.split(',');
  const to = option('to') ?? corpusPath;
  const tomcats = words
    .filter((word) => !word.startsWith('--'))
    .map((home) => ({ home, version: basename(home).replace('apache-tomcat-', '') }));
  const scenarios = [...clusterScenarios, ...cloudScenarios];
  for (const scenario of scenarios) {
    if (only && !only.includes(scenario.name)) continue;
    await keep(scenario.name, to, () => make(scenario, tomcats));
  }
  for (const scenario of proxyScenarios)
    if (!only || only.includes(scenario.name)) await keep(scenario.name, to, () => makeOfNginx(scenario));
}

/** One that cannot be made leaves its file as it is, and the others go on. */
async function keep(name: string, to: string, sections: () => Promise<readonly string[]>): Promise<void> {
  const started = Date.now();
  try {
    const made = await sections();
    writeFileSync(join(to, `${name}.txt`), made.join(''));
    process.stdout.write(`${name}: ${made.length} logs, ${Math.round((Date.now() - started) / 1000)} s\n`);
  } catch (error) {
    process.stderr.write(`${name}: ${String(error)}\n`);
    process.exitCode = 1;
  }
}

async function make(scenario: Scenario, tomcats: readonly Tomcat[]): Promise<readonly string[]> {
  const made = await inTwos(variantsOf(scenario, tomcats), ({ tomcat, language }) =>
    sectionsOf(scenario, tomcat, language),
  );
  return made.flat();
}

async function makeOfNginx(scenario: ProxyScenario): Promise<readonly string[]> {
  const sections: string[] = [];
  for (const judge of judges()) {
    if (scenario.since !== undefined && compareReleases(judge.version, scenario.since) < 0) continue;
    const [nginx = 0, server = 0, nobody = 0] = await freePorts(3);
    const { error, stderr } = await saidOf(scenario, judge, { nginx, server, nobody });
    sections.push(sectionOf(`nginx ${judge.version}, error`, error));
    if (stderr !== '') sections.push(sectionOf(`nginx ${judge.version}, stderr`, stderr));
  }
  return sections;
}

const compareReleases = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** A log with what is said of it. */
function sectionOf(title: string, log: string): string {
  const text = `${log.trimEnd()}\n`;
  return `=== ${title}\n${text}--- explained\n${summaryOf(explanationsOf(text))}`;
}

interface Variant {
  readonly tomcat: Tomcat;
  readonly language: string;
}

function variantsOf({ since = 8, inLanguages }: Scenario, tomcats: readonly Tomcat[]): readonly Variant[] {
  return tomcats
    .filter(({ version }) => Number.parseInt(version, 10) >= since)
    .flatMap((tomcat) =>
      Object.keys(LANGUAGES)
        .filter(
          (language) =>
            language === 'English' || (inLanguages && tomcat.version.startsWith(`${IN_LANGUAGES}.`)),
        )
        .map((language) => ({ tomcat, language })),
    );
}

/** Two at a time. */
async function inTwos<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) results[at] = await work(item);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** The logs of all nodes, each with what is said of it. */
async function sectionsOf(scenario: Scenario, tomcat: Tomcat, language: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tomcat-failure-'));
  const ground = await newGround();
  const nodes = scenario
    .nodes(ground)
    .map((parts, index) => new TomcatNode(tomcat, join(folder, `node${index + 1}`), parts, language));
  try {
    const play: Play = { nodes, ground, ask: asker(ground) };
    await (scenario.play ?? startAll)(play);
  } finally {
    for (const node of nodes) await node.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const name = language === 'English' ? '' : `, ${language}`;
  return nodes.map(({ log }, index) => sectionOf(`Tomcat ${tomcat.version}${name}, node ${index + 1}`, log));
}

/** A browser. */
function asker({ http }: Ground): Play['ask'] {
  let cookie = '';
  return async (node, path, headers) => {
    const response = await fetch(`http://127.0.0.1:${http[node]}/shop/do${path}`, {
      headers: headers ?? { cookie },
      signal: AbortSignal.timeout(60_000),
    });
    await response.text();
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return response.status;
  };
}

async function newGround(): Promise<Ground> {
  const [a = 0, b = 0, c = 0, d = 0, spare = 0] = await freePorts(5);
  const byte = (): number => randomInt(1, 255);
  return { http: [a, b], tribes: [c, d], spare, group: `228.${byte()}.${byte()}.${byte()}` };
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  return await Promise.all(
    servers.map((server) => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      return new Promise<number>((resolve) => server.close(() => resolve(port)));
    }),
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
