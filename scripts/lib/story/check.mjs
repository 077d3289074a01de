import { resolve } from 'node:path';
import { run } from '../processes.mjs';

const CLI = resolve('dist/cli.js');

/** Diagnostics of a folder from `cluster-lab check`, as `<file>: <code>`, in order. */
export async function diagnosticsOf(folder) {
  const { files } = JSON.parse(await cli(['check', '--format', 'json', folder]));
  return files.flatMap(({ path, diagnostics }) =>
    diagnostics.map(({ code, range }) => ({ path, code, line: range.start.line + 1 })),
  );
}

/** Applies the safe fixes to a folder. */
export const fixAll = (folder) => cli(['check', '--fix', '--format', 'json', folder]);

/** Plan of the lab for a folder: a Deployment (server/src/protocol.ts). */
export async function planLab(folder, images) {
  const wishes = ['--tomcat-image', images.tomcat, '--nginx-image', images.nginx];
  return JSON.parse(await cli(['lab', 'plan', folder, ...wishes]));
}

/** Exit code 1 says that something was found, which is no failure here. */
async function cli(args) {
  try {
    return await run(process.execPath, [CLI, ...args], { title: `cluster-lab ${args[0]}`, show: 'never' });
  } catch (error) {
    if (error.code === 1 && error.standardOutput) return error.standardOutput;
    throw new Error(`${error.message}: ${error.output?.trim() ?? ''}`, { cause: error });
  }
}
