// The story in the terminal: six steps on a copy of the sample workspace, each with the values that were seen.
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative, resolve } from 'node:path';
import { Docker } from '../docker.mjs';
import { atEnd, ending } from '../ending.mjs';
import { filesBelow } from '../files.mjs';
import { diagnosticsOf, fixAll, planLab } from './check.mjs';
import { Visitor } from './http.mjs';

const SAMPLES = resolve('samples');
/** What must be found in samples/story-broken, in order of the codes. */
const EXPECTED = [
  'cluster/cluster-missing',
  'cluster/distributable-missing',
  'java/session-attribute-not-serializable',
  'java/session-attribute-not-serializable',
  'nginx/underscore-upstream-host',
];
/** How long a line may take from a node to us, and a node to be gone. */
const PATIENCE = 30_000;

/**
 * Tells it in `folder`, which is made anew. `docker` is `{host, images}`, or `{missing}`: the sentence why there is none.
 * `say(step, title, action)` runs and reports one step; `skip(step, title, why)` reports one that cannot be shown.
 */
export async function tellStory(folder, docker, { say, skip }) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(SAMPLES, 'story-broken'), folder, { recursive: true });
  const context = { folder, docker };
  for (const [index, [title, show]] of STEPS.entries()) {
    if (index >= 2 && docker.missing) skip(index + 1, title, docker.missing);
    else if (index > 2 && !context.lab) skip(index + 1, title, 'the lab is not up');
    else await say(index + 1, title, () => show(context));
  }
  await context.remove?.();
}

const STEPS = [
  ['what is wrong', showDiagnostics],
  ['fix all', showFixes],
  ['the lab', showLab],
  ['two requests, two Tomcats', showBalancing],
  ['one login on both', showSession],
  ['one Tomcat killed', showFailover],
];

async function showDiagnostics({ folder }) {
  const found = await diagnosticsOf(folder);
  const words = [
    `${found.length} diagnostics`,
    ...found.map(({ path, line, code }) => `${basename(path)}:${line} ${code}`),
  ].join('; ');
  const codes = found.map(({ code }) => code).toSorted();
  if (codes.join() !== EXPECTED.join()) throw new Error(`${words}; expected were ${EXPECTED.join(', ')}`);
  return words;
}

async function showFixes({ folder }) {
  await fixAll(folder);
  const left = await diagnosticsOf(folder);
  if (left.length > 0) throw new Error(`${left.length} are left: ${left.map(({ code }) => code).join(', ')}`);
  const wrong = differences(folder, join(SAMPLES, 'story-fixed'));
  if (wrong.length > 0) throw new Error(`not as in samples/story-fixed: ${wrong.join(', ')}`);
  return `none is left; changed ${differences(folder, join(SAMPLES, 'story-broken')).join(', ')}`;
}

/** Names of the files in which a folder is not the same as a sample. */
function differences(folder, sample) {
  return filesBelow([sample], /./)
    .filter((file) => !readFileSync(join(folder, relative(sample, file))).equals(readFileSync(file)))
    .map((file) => basename(file));
}

async function showLab(context) {
  const { folder, docker } = context;
  const plan = await planLab(folder, docker.images);
  context.remove = atEnd('the lab of the story', () => removeLab(context, plan.labId));
  const { connect, startLab } = createRequire(import.meta.url)(resolve('dist/lab.js'));
  const start = performance.now();
  const lines = [];
  const listeners = new Set();
  const engine = await connect({ host: docker.host });
  context.starting = startLab(engine, plan, {
    signal: ending,
    assets: resolve('client/assets'),
    onStep: () => {},
  });
  const lab = await context.starting;
  lab.onLine((line) => {
    lines.push(line);
    for (const listener of listeners) listener(line);
  });
  Object.assign(context, { lab, lines, listeners });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return `${lab.nodes.map(({ name }) => name).join(', ')} up in ${seconds} s; ${lab.urls.map(({ url }) => url).join(' ')}`;
}

async function showBalancing(context) {
  const base = address(context.lab, 'nginx', 'http');
  const seen = [];
  for (const path of ['/login.do_testOne', '/login.do_testTwo']) {
    const { status } = await new Visitor().visit(new URL(path, base).href, { signal: ending });
    const { node, text } = await lineWith(context, path);
    seen.push({ path, node, status: /" (\d{3}) /.exec(text)?.[1] ?? String(status) });
  }
  const [one, two] = seen;
  if (one.node === two.node) throw new Error(`both landed on ${one.node}`);
  return seen.map(({ path, node, status }) => `${path} → ${node} (${status})`).join(', ');
}

async function showSession(context) {
  const { lab } = context;
  const base = address(lab, 'nginx', 'https');
  const visitor = new Visitor();
  context.visitor = visitor;
  await visitor.look(base, { signal: ending });
  const { status } = await visitor.visit(new URL('login.do', base).href, {
    form: { user: 'duke' },
    signal: ending,
  });
  if (status !== 302) throw new Error(`the login answered ${status}`);
  const views = [];
  for (const { name } of tomcats(lab))
    views.push(await visitor.look(address(lab, name, 'https'), { signal: ending }));
  const wrong = views.find(({ session, login }) => session !== views[0].session || login !== 'duke');
  if (wrong) throw new Error(`${wrong.node} has session ${wrong.session}, login ${wrong.login}`);
  return `session ${views[0].session}, login duke on ${views.map(({ node }) => node).join(' and ')}`;
}

async function showFailover({ lab, visitor }) {
  const base = address(lab, 'nginx', 'https');
  const before = await visitor.look(base, { signal: ending });
  await lab.killNode(before.node);
  const start = performance.now();
  const after = await visitor.look(base, { signal: ending, limit: 60_000 });
  if (after.node === before.node) throw new Error(`${after.node} still answers`);
  if (after.login !== 'duke' || after.session !== before.session)
    throw new Error(`on ${after.node} the login is ${after.login}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return `${before.node} killed; ${after.node} answers after ${seconds} s, session ${after.session}, login ${after.login}`;
}

const tomcats = (lab) => lab.nodes.filter(({ role }) => role === 'tomcat');

/** Address of one entry of the lab. */
function address(lab, container, scheme) {
  const entry = lab.urls.find((it) => it.container === container && it.scheme === scheme);
  if (!entry) throw new Error(`the plan has no ${scheme} entry for ${container}`);
  return new URL('/', entry.url).href;
}

/** The log line of a Tomcat that has the text: seen already, or awaited. */
function lineWith({ lab, lines, listeners }, text) {
  const names = new Set(tomcats(lab).map(({ name }) => name));
  const wanted = (line) => names.has(line.node) && line.text.includes(text);
  const seen = lines.find(wanted);
  if (seen) return Promise.resolve(seen);
  return new Promise((resolveLine, reject) => {
    const done = (settle, value) => {
      clearTimeout(timer);
      listeners.delete(listener);
      ending.removeEventListener('abort', stop);
      settle(value);
    };
    const listener = (line) => wanted(line) && done(resolveLine, line);
    const stop = () => done(reject, ending.reason);
    const timer = setTimeout(
      () => done(reject, new Error(`no Tomcat logged ${text} in ${PATIENCE / 1000} s`)),
      PATIENCE,
    );
    listeners.add(listener);
    ending.addEventListener('abort', stop);
  });
}

/** Takes the lab down and counts: whatever carries its label, also from a start that was cut off, is gone afterwards. */
async function removeLab({ starting, docker }, labId) {
  // A start that was cut off may still be making a container.
  const [start] = await Promise.allSettled([starting]);
  await start.value?.stop();
  const left = await new Docker(docker.host).removeLabs((it) => it.lab === labId);
  if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`);
  console.log('           the lab is removed: 0 containers, networks and volumes are left');
}
