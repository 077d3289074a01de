// How fast failures in a log are explained, beside reading its lines alone (CPU time), and what memory that takes.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

const MEGABYTES = 200;
const MB = 1024 * 1024;

/** Prints MB/s over logs of 200 MB, in processes of their own, and the memory that each took at most. */
export async function compareExplain() {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-lab-bench-'));
  try {
    console.log(
      `\n| ${MEGABYTES} MB of log | MB a second of CPU | lines alone | ratio | memory, MB | lines alone |\n|-|-|-|-|-|-|`,
    );
    for (const [name, parts] of Object.entries(logs())) {
      const path = join(folder, `${name}.log`);
      write(path, parts);
      const alone = measure(LINES, path);
      const ours = measure(OURS, path);
      const ratio = (alone.speed / ours.speed).toFixed(1);
      console.log(
        `| ${name} | ${ours.speed.toFixed(0)} | ${alone.speed.toFixed(0)} | ${ratio} | ${ours.memory.toFixed(0)} | ${alone.memory.toFixed(0)} |`,
      );
      rmSync(path);
    }
    console.log();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const corpus = (file) =>
  readFileSync(join('test/logs/explain/failures', file), 'utf8')
    .split(/^=== .*\n/m)
    .map((text) => text.split('--- explained')[0]);

/** What each log repeats: real failures of the tests' corpus between what a server says all day. */
function logs() {
  const access = Array.from(
    { length: 200 },
    (_, index) =>
      `10.0.0.${index} - - [29/Nov/2026:12:00:00 +0000] "GET /shop/item/${index} HTTP/1.1" 200 ${index * 17} "-" "Mozilla/5.0"\n`,
  ).join('');
  const quiet = Array.from(
    { length: 100 },
    (_, index) =>
      `29-Nov-2026 12:00:00.${100 + index} INFO [http-nio-8080-exec-${index}] com.example.shop.Cart.add item ${index} added for a customer\n`,
  ).join('');
  const traces = corpus('non-serializable.txt').join('') + corpus('nested.txt').join('');
  const proxy = corpus('nginx-refused.txt').join('') + corpus('nginx-dead.txt').join('');
  return { access: [access], 'catalina.out': [quiet, quiet, traces], 'error.log': [proxy], traces: [traces] };
}

function write(path, parts) {
  const block = Buffer.from(parts.join(''));
  const file = openSync(path, 'w');
  for (let size = 0; size < MEGABYTES * MB; size += block.length) writeSync(file, block);
  closeSync(file);
}

const LINES = `
const { createReadStream } = require('node:fs');
const { StringDecoder } = require('node:string_decoder');
async function main() {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let count = 0;
  for await (const chunk of createReadStream(process.argv[1], { highWaterMark: 262144 })) {
    const lines = (rest + decoder.write(chunk)).split('\\n');
    rest = lines.pop();
    for (const line of lines) count += line.length;
  }
  return count;
}`;
const OURS = `
async function main() {
  process.stdout.write = () => true;
  const path = process.argv[1];
  process.argv = [process.argv[0], 'cli', 'explain', path];
  require(${JSON.stringify(join(process.cwd(), 'dist/cli.js'))});
  await new Promise((done) => process.once('beforeExit', done));
}`;

function measure(program, path) {
  const code = `${program}
const start = process.cpuUsage();
main().then(() => {
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  process.stderr.write(JSON.stringify({ seconds, memory: process.resourceUsage().maxRSS / 1024 }) + '\\n');
});`;
  const { stderr } = spawnSync(process.execPath, ['-e', code, path], { encoding: 'utf8' });
  const { seconds, memory } = JSON.parse(stderr.trim().split('\n').at(-1));
  return { speed: MEGABYTES / seconds, memory };
}
