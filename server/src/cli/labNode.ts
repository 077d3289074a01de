import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Lab, ListedNode } from '../../../client/src/lab';
import { normalise } from '../languages/text/paths';
import { messageOf } from '../workspace/errors';
import type { Terminal } from './check';
import { formatNodes } from './formatNodes';
import { engine } from './labEngine';
import { jsonOutput, textOutput } from './labOutput';
import { UsageError } from './usage';

/** What becomes of a node; a dump is the only one that has something to tell. */
const actions: Readonly<Record<string, (lab: Lab, name: string) => Promise<string | void>>> = {
  restart: (lab, name) => lab.restartNode(name),
  stop: (lab, name) => lab.stopNode(name),
  start: (lab, name) => lab.startNode(name),
  kill: (lab, name) => lab.killNode(name),
  pause: (lab, name) => lab.pauseNode(name),
  unpause: (lab, name) => lab.unpauseNode(name),
  dump: (lab, name) => lab.dumpThreads(name),
};

/** `cluster-lab lab node list [DIR]`, `lab node restart|… NAME [DIR]`: gives the exit code. Throws UsageError. */
export async function labNode(words: readonly string[], terminal: Terminal): Promise<number> {
  const { action, name, folder, json } = optionsOf(words);
  const output = json ? jsonOutput(terminal) : textOutput(terminal);
  const { stdout } = terminal;
  try {
    const { connect, findLabs, adoptLab, listNodes } = engine();
    const docker = await connect();
    const root = normalise(resolve(folder));
    const labs = (await findLabs(docker)).filter((it) => it.folder === root && it.state !== 'incomplete');
    const found = labs.find(({ state }) => state === 'running') ?? labs[0];
    if (!found) throw new Error(`no lab of ${folder} is there; "lab start" starts one`);
    if (action === 'list') {
      const nodes = await listNodes(docker, found.labId);
      stdout.write(json ? `${JSON.stringify(nodes)}\n` : formatNodes(nodes));
      return 0;
    }
    const lab = await adoptLab(docker, found.labId, { logs: { tail: 0 } });
    try {
      const told = await actions[action]?.(lab, name);
      const state = lab.nodes.find((node) => node.name === name)?.state;
      if (json)
        stdout.write(`${JSON.stringify({ node: name, state, ...(told !== undefined && { dump: told }) })}\n`);
      else stdout.write(told ?? `${name} is ${wordOf(state)}.\n`);
      return 0;
    } finally {
      lab.dispose();
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    output.error(error);
    return 1;
  }
}

const wordOf = (state: ListedNode['state'] | undefined): string =>
  state === 'exited' ? 'stopped' : (state ?? 'gone');

interface NodeOptions {
  readonly action: string;
  /** Empty where all of them are meant. */
  readonly name: string;
  readonly folder: string;
  readonly json: boolean;
}

function optionsOf(words: readonly string[]): NodeOptions {
  const { values, positionals } = parsed(words);
  const [action = '', ...rest] = positionals;
  const isList = action === 'list';
  if (!isList && !(action in actions))
    throw new UsageError(
      `lab node takes list, ${Object.keys(actions).join(', ')}${action ? `, not "${action}"` : ''}`,
    );
  const [name = '', folder = '.', ...more] = isList ? ['', ...rest] : rest;
  if (!isList && name === '') throw new UsageError(`lab node ${action} takes the name of a node`);
  if (more.length > 0)
    throw new UsageError(`lab node ${action} takes ${isList ? 'one folder' : 'one node and one folder'}`);
  return { action, name, folder, json: values.json ?? false };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options: { json: { type: 'boolean' } } });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}
