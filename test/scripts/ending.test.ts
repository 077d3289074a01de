import * as assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const url = (file: string): string => pathToFileURL(resolve('scripts/lib', file)).href;

/** A script of ours that waits to be ended: it runs a program, and its clean-up takes longer than a hasty second signal. */
const SCRIPT = `
import { atEnd, end, watchForEnd } from '${url('ending.mjs')}';
import { run } from '${url('processes.mjs')}';
watchForEnd();
atEnd('first', () => console.log('first removed'));
atEnd('second', async () => {
  console.log('removing second');
  await new Promise((done) => setTimeout(done, 300));
  console.log('second removed');
});
const program = "process.on('SIGTERM', () => setTimeout(() => { console.log('program gone'); process.exit(); }, 100)); console.log('up');";
await run(process.execPath, ['-e', program + ' setInterval(() => {}, 1000)'], { show: 'live' }).catch(() => {});
`;

/** Starts it, directly or below a shell as npm does, and gives what was printed until nobody writes any more. */
async function play(
  command: readonly string[],
  onOutput: (output: string, pid: number) => void,
): Promise<{ code: number | null; output: string }> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      onOutput(output, child.pid ?? 0);
    });
  }
  const code = await new Promise<number | null>((done, reject) => {
    child.once('error', reject);
    child.once('close', done);
  });
  return { code, output };
}

const once = (text: string, action: (pid: number) => void): ((output: string, pid: number) => void) => {
  let done = false;
  return (output, pid) => {
    if (done || !output.includes(text)) return;
    done = true;
    action(pid);
  };
};

describe('the end of a script', () => {
  const node = [process.execPath, '--input-type=module', '-e', SCRIPT];
  const order = /program gone\n[^]*removing second\n[^]*second removed\nfirst removed\n$/;

  it('waits for programs, then cleans up in reverse order, and a second signal changes nothing', async () => {
    const first = once('up', (pid) => process.kill(pid, 'SIGTERM'));
    const second = once('removing second', (pid) => process.kill(pid, 'SIGINT'));
    const { code, output } = await play(node, (text, pid) => {
      first(text, pid);
      second(text, pid);
    });
    assert.match(output, order);
    assert.equal(code, 143);
  });

  it('comes when the parent process is gone', async () => {
    // The shell does not hand the signal on, like the one between npm and its script.
    const shell = ['sh', '-c', '"$@"; true', 'sh', ...node];
    const { output } = await play(
      shell,
      once('up', (pid) => process.kill(pid, 'SIGKILL')),
    );
    assert.match(output, /The parent process is gone/);
    assert.match(output, order);
  });
});
