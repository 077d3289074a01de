// npm run oracle -- failures: makes failures in real Tomcats and nginxes, and keeps their logs in test/logs/explain/failures;
//   --only=NAME,NAME makes those alone, --to=FOLDER keeps them elsewhere.
// npm run oracle -- cluster: runs pairs of nodes in real Tomcats, and writes test/oracle/cluster/verdicts.tsv.
// npm run oracle -- tomcat: asks real Tomcats for all that their catalogue says, and writes test/oracle/tomcat/verdicts.tsv.
// npm run oracle -- belief: compares what we say that Tomcat believes of requests through nginx with what it does.
// npm run oracle -- tomcat-messages: lists what Tomcat can say at its start, and for each what draws or tells it.
// npm run oracle -- nginx-messages: lists with what nginx refuses a configuration, and for each a file that draws it or a reason.
// npm run oracle: gets the real nginxes, asks them for every generated file, and writes test/oracle/verdicts.tsv.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { updateMessages as updateRefusals } from './catalogue/messages.mjs';
import { updateMessages } from './catalogue/tomcat/messages.mjs';
import { NEWEST as NEWEST_TOMCATS, TOMCATS, tomcatOf } from './catalogue/tomcat/tomcats.mjs';
import { aptDownload } from './lib/apt.mjs';
import { unpackDeb } from './lib/images/layers.mjs';
import { NEWEST, newestNginx } from './lib/newestNginx.mjs';
import { ensureNginx } from './lib/nginx.mjs';
import { run } from './lib/processes.mjs';

const HOME = resolve('.tools/oracle');
const MODULES = [
  'libnginx-mod-stream',
  'libnginx-mod-mail',
  'libnginx-mod-http-ndk',
  'libnginx-mod-http-lua',
  'libluajit2-5.1-2',
  'libpcre3',
  'lua-resty-core',
  'lua-resty-lrucache',
];

process.chdir(join(import.meta.dirname, '..'));
mkdirSync(HOME, { recursive: true });
const out = process.env.OUT ?? 'out';
const messages = async () => updateMessages('.tools/catalogue');
const answers = {
  tomcat: () => askTomcats('tomcat'),
  cluster: () => askTomcats('cluster'),
  failures: makeFailures,
  'tomcat-messages': messages,
  'nginx-messages': askForRefusals,
  belief: askBoth,
};
const asked = answers[process.argv[2]] ?? askNginxes;
await asked();

async function askNginxes() {
  await getNginxes();
  await run(process.execPath, ['esbuild.mjs', '--tests'], { env: { OUT: out } });
  await run(process.execPath, [join(out, 'test/oracle/regenerate.js')], { show: 'live' });
}

async function askForRefusals() {
  await getNginxes();
  await run(process.execPath, ['esbuild.mjs', '--tests'], { env: { OUT: out } });
  await run(process.execPath, [join(out, 'test/oracle/refusals/regenerate.js')], { show: 'live' });
  updateRefusals('.tools/catalogue', ['1.22.1', NEWEST]);
}

async function makeFailures() {
  await getNginxes();
  await askTomcats('failures', process.argv.slice(3));
}

async function askTomcats(what, options = []) {
  const homes = NEWEST_TOMCATS.map((version) => tomcatOf(TOMCATS, version));
  await run(process.execPath, ['esbuild.mjs', '--tests'], { env: { OUT: out } });
  const words = [join(out, `test/oracle/${what}/regenerate.js`), ...options, ...homes];
  await run(process.execPath, words, { show: 'live' });
}

async function getNginxes() {
  const judges = [await debian(), await newest()];
  writeFileSync(join(HOME, 'judges.json'), JSON.stringify(judges, null, 2));
}

/** Every nginx in front of every Tomcat but 8.5, whose connectors and cookies are those of 9.0. */
async function askBoth() {
  await getNginxes();
  const homes = NEWEST_TOMCATS.slice(1).map((version) => tomcatOf(TOMCATS, version));
  await run(process.execPath, ['esbuild.mjs', '--tests'], { env: { OUT: out } });
  await run(process.execPath, [join(out, 'test/oracle/belief/run.js'), ...homes], { show: 'live' });
}

/** Debian's nginx 1.22 with its modules unpacked beside it. */
async function debian() {
  const command = join(await ensureNginx(), 'nginx');
  const root = join(HOME, 'debian');
  if (!existsSync(root)) {
    const debs = await aptDownload(MODULES, join(HOME, 'debs'));
    for (const deb of Object.values(debs)) await unpackDeb(deb, root);
  }
  const module = (name) => join(root, 'usr/lib/nginx/modules', `ngx_${name}_module.so`);
  const libraries = readdirSync(join(root, 'usr/lib')).filter((name) => name.endsWith('-linux-gnu'));
  return {
    version: '1.22.1',
    command,
    modules: {
      stream: [module('stream')],
      mail: [module('mail')],
      lua: [join(root, 'usr/lib/nginx/modules/ndk_http_module.so'), module('http_lua')],
    },
    env: {
      LD_LIBRARY_PATH: libraries.map((name) => join(root, 'usr/lib', name)).join(':'),
      LUA_PATH: `${root}/usr/share/lua/5.1/?.lua;${root}/usr/share/lua/5.1/?/init.lua;;`,
    },
  };
}

async function newest() {
  return { version: NEWEST, command: await newestNginx() };
}
