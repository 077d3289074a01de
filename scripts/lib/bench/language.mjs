// How long the language server takes with nginx files, beside the real `nginx -t` in the same run. CPU time, warm, medians.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { bigConfig, splitConfig } from './bigConfig.mjs';
import { serverCode } from './serverCode.mjs';

const ROUNDS = 21;
// Until V8 has compiled what it will.
const WARM_UP = 40;

/** Prints a table of ratios. `nginx`: path of the program that judges beside us. */
export async function compareLanguage(nginx) {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-lab-bench-'));
  try {
    const { languages, parseNginx, check, WorkspaceChecker, nodeFileSystem } = await bundle(folder);
    const loaded = (path, text) => ({ path, text, file: languages.open(path, 'nginx', text) });
    console.log('\n| nginx files | ours, ms CPU | reference, ms CPU | ratio | aim |\n|-|-|-|-|-|');
    const sizes = {};
    for (const lines of [10_000, 100_000]) {
      const text = bigConfig(lines);
      const path = join(folder, 'nginx.conf');
      writeFileSync(path, text);
      const judge = () => check(folder, [loaded(path, text)]).diagnostics;
      const ours = median(judge);
      const reference = nginxCpu(nginx, path);
      sizes[lines] = { text, path, ours, parse: median(() => parseNginx(text)) };
      row(`parse and all rules, ${lines} lines, against nginx -t`, ours, reference, '0.33');
    }
    const [small, large] = [sizes[10_000], sizes[100_000]];
    row('100,000 lines against ten times 10,000', large.ours, 10 * small.ours, 'linear: 1');
    row(
      'keystroke to diagnostics, 10,000 lines, against a full parse',
      await keystroke(small),
      small.parse,
      '0.5',
    );
    await included();
    console.log(
      `\nHeap kept for ${(large.text.length / 1e6).toFixed(1)} MB: ${heapOf(large).toFixed(1)} times the text (aim: below 25).\n`,
    );

    /** From a change in the editor to the diagnostics of its file: letters typed into the last address of the file. */
    async function keystroke({ text, path }) {
      writeFileSync(path, text);
      const checker = new WorkspaceChecker(nodeFileSystem);
      checker.setFolders([folder]);
      await judged(checker);
      const at = text.lastIndexOf('proxy_pass http://') + 'proxy_pass http://'.length;
      let typed = 0;
      const times = [];
      for (let i = 0; i < ROUNDS + WARM_UP; i++) {
        typed++;
        const before = process.cpuUsage();
        checker.open(path, `${text.slice(0, at)}${'a'.repeat(1 + (typed % 8))}${text.slice(at)}`, 'nginx');
        await judged(checker);
        times.push(since(before));
      }
      checker.stop();
      return middle(times);
    }

    /** 1,000 included files against one file of their sum; read before, so that the disk has no part in it. */
    async function included() {
      const files = [...splitConfig(1000)].map(([name, text]) => {
        const path = join(folder, 'split', name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
        return { path, text };
      });
      const sum = files.slice(1).reduce((all, { text }) => all + text, '');
      const whole = files[0].text.replace('include sites/*.conf;', sum);
      const one = median(() => check(folder, [loaded(join(folder, 'whole/nginx.conf'), whole)]).diagnostics);
      const many = median(
        () =>
          check(
            join(folder, 'split'),
            files.map(({ path, text }) => loaded(path, text)),
          ).diagnostics,
      );
      row('1,000 included files against one file of their sum', many, one, '1.2');
    }

    function heapOf({ text, path }) {
      globalThis.gc();
      const before = process.memoryUsage().heapUsed;
      const kept = check(folder, [loaded(path, text)]);
      const { diagnostics } = kept;
      globalThis.gc();
      const after = process.memoryUsage().heapUsed;
      return kept.files.size > 0 && diagnostics ? (after - before) / text.length : NaN;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const judged = async (checker) => (await checker.settle()).flatMap(({ diagnostics }) => diagnostics);

function row(what, ours, reference, aim) {
  console.log(
    `| ${what} | ${ours.toFixed(1)} | ${reference.toFixed(1)} | ${(ours / reference).toFixed(2)} | ${aim} |`,
  );
}

function median(work) {
  const times = [];
  for (let i = 0; i < ROUNDS + WARM_UP; i++) {
    const before = process.cpuUsage();
    work();
    times.push(since(before));
  }
  return middle(times);
}

function since(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const middle = (times) => times.slice(WARM_UP).toSorted((a, b) => a - b)[ROUNDS >> 1];

/** User and system time of `nginx -t`, as bash counts its children's. */
function nginxCpu(nginx, path) {
  const times = [];
  for (let i = 0; i < ROUNDS + WARM_UP; i++) {
    const said = execFileSync(
      'bash',
      ['-c', '"$1" -t -q -c "$2" -g "pid $2.pid;" >&2; times', 'bash', nginx, path],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const children = said.trim().split('\n').at(-1);
    const [user, system] = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => 60 * m + Number(s));
    times.push((user + system) * 1000);
  }
  return middle(times);
}

/** The server's own code, as it is built for the extension. */
const bundle = (folder) =>
  serverCode(
    folder,
    `export { check } from './server/src/workspace/check';
export { WorkspaceChecker } from './server/src/workspace/checker';
export { nodeFileSystem } from './server/src/workspace/nodeFileSystem';
export { languages } from './server/src/languages/table';
export { parseNginx } from './server/src/languages/nginx/parser';`,
  );
