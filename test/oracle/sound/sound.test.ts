import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { selfSigned } from '../../../client/src/lab/certificate';
import { readAndCheck } from '../../../server/src/cli/read';
import type { Check } from '../../../server/src/workspace/check';
import { type Judge, judges } from '../judges';
import { askTomcat } from '../tomcat/java';
import { flat, type Furniture } from './flat';

const FOLDER = 'test/rules/sound';

/** Written for a newer nginx than the older judge is. */
const NEWER: ReadonlySet<string> = new Set(['deep-java', 'scaled-service', 'sticky-new-nginx']);

/** Whether a judge has no modules that it can load. */
const hasAllBuiltIn = ({ modules }: Judge): boolean => Object.keys(modules ?? {}).length === 0;

/** What a judge may be built without, or have in a module that is not there. */
const LACKING = /^unknown directive "(?:mail|stream|stub_status|dav_methods)"/;

const workspaces = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

async function* nothing(): AsyncGenerator<Uint8Array> {}

const checksOf = async (name: string): Promise<readonly Check[]> =>
  (await readAndCheck({ paths: [resolve(FOLDER, name)], stdin: nothing() })).checks;

/** Names and values in the environment of containers, as far as two lines of Compose tell. */
const environmentOf = ({ files }: Check): ReadonlyMap<string, string> =>
  new Map(
    [...files.values()].flatMap(({ text }) =>
      [...text.matchAll(/^\s+(?:- )?([A-Z_]+)(?:: |=)"?([^"\n]+?)"?$/gm)].map(
        ([, name = '', value = '']) => [name, value] as const,
      ),
    ),
  );

/** What nginx says; a name that only the owner's network knows is given an address, and one's own addresses are not bound. */
async function refusal(judge: Judge, text: string, { folder }: Furniture): Promise<string | undefined> {
  const file = join(folder, 'nginx.conf');
  const load = Object.entries(judge.modules ?? {}).flatMap(([name, paths]) =>
    new RegExp(`^${name}\\b`, 'm').test(text) ? paths : [],
  );
  const globals = [...load.map((path) => `load_module ${path};`), `pid ${folder}/pid;`].join(' ');
  let now = text;
  for (;;) {
    await writeFile(file, now);
    const args = ['-t', '-p', `${folder}/`, '-c', file, '-e', 'stderr', '-g', globals];
    const env = { ...process.env, ...judge.env };
    const said = await new Promise<string | undefined>((done) => {
      execFile(judge.command, args, { timeout: 20_000, encoding: 'latin1', env }, (error, _, output) =>
        done(error ? output : undefined),
      );
    });
    const emerg = said === undefined ? undefined : (/\[emerg\] (?:\d+#\d+: )?(.*)/.exec(said)?.[1] ?? said);
    const host = /host not found in upstream "([^":/]+)/.exec(emerg ?? '')?.[1];
    const next =
      host === undefined
        ? now
        : now.replaceAll(
            new RegExp(`(?<=[\\s/@])${host.replaceAll('.', String.raw`\.`)}(?=[:;/]|\\s+[^\\s{])`, 'g'),
            '127.0.0.1',
          );
    if (next === now) return emerg?.startsWith('bind() to') ? undefined : emerg;
    now = next;
  }
}

/** What the network and other programs bring, and nobody's mistake: no name of DNS, no directory, no database. */
const OF_NETWORK =
  /Namespace not set|UnknownHostException|Failed to decrypt|Unable to deserialize|Failed to bind|BindException|driver class|Unable to create initial connections|ClassNotFoundException: com\.mysql|serviceaccount.token|took \[\d+\] milliseconds|Received 0 replies|\/dev\/stdout/i;

/** Of classes that are not here Tomcat cannot say a thing, and a template is no server.xml yet. */
const serversOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?:^|\/)server\.xml$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => /<Server\b(?![^]*tomee)/.test(readFileSync(path, 'utf8')));

/** With ports and addresses that any machine has, and without what lies on the owner's alone. */
const startable = (text: string): string =>
  text
    .replaceAll(/<Connector(?=[^>]*SSLEnabled="true")[^>]*>[^]*?<\/Connector>/g, '')
    .replaceAll(/(?<=<Connector\b[^>]*\sport=")[^"]*/g, '0')
    .replaceAll(/(?<=<Receiver\b[^>]*\sport=")[^"]*/g, '4000')
    .replaceAll(/(?<=<Server port=")[^"]*/g, '-1')
    .replaceAll(/(?<=<(?:Connector|Receiver)\b[^>]*)\saddress="\d[\d.]*"/g, '')
    .replaceAll(/\sbind="\d[\d.]*"/g, '')
    .replaceAll(/(?<=<Member\b[^>]*\shost=")[^"]*/g, '127.0.0.1')
    .replaceAll(/docBase="[^"]*"/g, 'docBase="app"')
    .replaceAll(/appBase="\/[^"]*"/g, 'appBase="webapps"')
    .replaceAll('${cluster.key}', '00112233445566778899aabbccddeeff')
    .replaceAll('${survey.key}', '00112233445566778899aabbccddeeff');

describe('sound configurations, by real servers', () => {
  let folder: string;
  let furniture: Furniture;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sound-'));
    const { certificate, key } = await selfSigned(['localhost']);
    furniture = { folder, certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    await writeFile(furniture.certificate, certificate);
    await writeFile(furniture.key, key);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const judge of judges()) {
    it(`are taken by nginx ${judge.version}`, async () => {
      const refused: string[] = [];
      let taken = 0;
      for (const name of workspaces) {
        if (judge.modules && NEWER.has(name)) continue;
        for (const check of await checksOf(name)) {
          for (const configuration of check.model.configurations) {
            const text = flat(configuration, check, environmentOf(check), furniture);
            if (text === undefined) continue;
            const why = await refusal(judge, text, furniture);
            if (why === undefined || (hasAllBuiltIn(judge) && LACKING.test(why))) taken++;
            else refused.push(`${name} ${configuration.mainFile}: ${why}`);
          }
        }
      }
      assert.deepEqual(refused, []);
      assert.ok(taken >= 80, `${taken}`);
    });
  }

  it('start in Tomcat 10.1, each server.xml', () => {
    const home = process.env['CLUSTER_LAB_TOMCAT_HOME'];
    assert.ok(home);
    const all = new Map(
      workspaces
        .flatMap((name) => serversOf(join(FOLDER, name)))
        .map((path) => [startable(readFileSync(path, 'utf8')), path] as const)
        // Of nodes that differ in their names and numbers only, one starts.
        .map(([text, path]) => [text.replaceAll(/jvmRoute="[^"]*"|\d/g, ''), { text, path }] as const),
    );
    assert.ok(all.size >= 35, `${all.size}`);
    const servers = [...all.values()];
    const said = askTomcat(
      home,
      'Judge.java',
      servers.map(({ text }) => `start\t${Buffer.from(text).toString('base64')}`),
      {
        'webapps/app/.keep': '',
        'north/.keep': '',
        'south/app/.keep': '',
        'work/.keep': '',
        'temp/.keep': '',
        'logs/.keep': '',
        'conf/tomcat-users.xml': '<tomcat-users/>',
      },
    );
    const messages = servers.flatMap(({ path }, index) =>
      (said.get(index) ?? [])
        .filter(({ message }) => !OF_NETWORK.test(message))
        .map(({ message }) => `${path}: ${message}`),
    );
    assert.deepEqual(messages, []);
  });
});
