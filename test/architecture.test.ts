import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Imports that each layer must not have, one probe file each. The file names stand in what the tools print. */
const forbidden: Record<string, readonly string[]> = {
  'server/src/languages/nginx': [
    'node:fs',
    'vscode',
    'vscode-languageserver',
    'vscode-languageserver/node',
    '../../cluster/model',
    '../../rules/define',
    '../../workspace/check',
    '../../lsp/server',
  ],
  'server/src/cluster': [
    'node:path',
    'vscode',
    '../plan',
    '../plan/parts',
    '../rules/define',
    '../workspace/check',
    '../lsp/server',
  ],
  'server/src/plan': ['node:fs', 'vscode', '../rules/define', '../workspace/check', '../lsp/server'],
  'server/src/rules/nginx': [
    'node:fs',
    'fs',
    'vscode-languageserver',
    '../../plan',
    '../../workspace/check',
    '../../lsp/server',
  ],
  'server/src/workspace': ['vscode', 'vscode-languageserver/node', '../lsp/server'],
  'client/src/lab': [
    'vscode',
    'vscode-languageclient/node',
    '../kernel/messages',
    '../features/sessions/tree',
  ],
};

/** Imports that point down, as control: the tools must not refuse everything. */
const allowed: Record<string, readonly string[]> = {
  'server/src/cluster': ['../languages/text/span'],
  'server/src/rules': ['../cluster/model', '../languages/text/span'],
  'server/src/plan': ['../cluster/model', '../languages/text/span', '../protocol'],
  'server/src/workspace': ['node:fs', '../plan', '../rules/define'],
  'server/src/lsp': ['vscode-languageserver/node', '../workspace/check'],
  'client/src/lab': ['node:http'],
};

interface Probe {
  readonly file: string;
  readonly specifier: string;
}

const probesOf = (imports: Record<string, readonly string[]>, prefix: string): Probe[] =>
  Object.entries(imports).flatMap(([folder, specifiers]) =>
    specifiers.map((specifier, index) => ({ file: `${folder}/${prefix}${index}.ts`, specifier })),
  );

/** Runs a tool of this checkout; gives what it printed, whatever its exit code. */
const runTool = (
  tool: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number; output: string }> =>
  new Promise((done) => {
    const child = execFile(
      process.execPath,
      [resolve('node_modules', tool), ...args],
      { cwd, maxBuffer: 1 << 26 },
      (_, stdout, stderr) => done({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });

describe('the layers of the house', () => {
  let house: string;
  const bad = probesOf(forbidden, 'bad');
  const good = probesOf(allowed, 'good');

  before(async () => {
    house = await realpath(await mkdtemp(join(tmpdir(), 'cluster-lab-layers-')));
    for (const config of [
      'tsconfig.json',
      'server/tsconfig.json',
      'client/src/lab/tsconfig.json',
      '.oxlintrc.json',
    ]) {
      await mkdir(dirname(join(house, config)), { recursive: true });
      await cp(config, join(house, config));
    }
    await symlink(resolve('node_modules'), join(house, 'node_modules'));
    for (const { file, specifier } of [...bad, ...good]) {
      await mkdir(dirname(join(house, file)), { recursive: true });
      await writeFile(join(house, file), `export * from '${specifier}';\n`);
    }
    await writeFile(join(house, 'server/src/protocol.ts'), `export * from './cluster/model';\n`);
  });

  after(() => rm(house, { recursive: true, force: true }));

  it('the linter refuses every import that points up or leaves a pure layer, and no other', async () => {
    const { output } = await runTool('oxlint/bin/oxlint', ['--format', 'json', '.'], house);
    const { diagnostics }: { diagnostics: { code: string; filename: string }[] } = JSON.parse(output);
    const refused = new Set(
      diagnostics
        .filter(({ code }) => code.includes('no-restricted-imports'))
        .map(({ filename }) => filename),
    );
    const expected = [...bad.map(({ file }) => file), 'server/src/protocol.ts'];
    assert.deepEqual([...refused].toSorted(), expected.toSorted());
  });

  it('the compiler knows no Node and no console in the pure layers', async () => {
    const probe = 'server/src/rules/globals.ts';
    await writeFile(
      join(house, probe),
      `import { readFile } from 'node:fs/promises';\nexport const text = readFile(process.argv[2] ?? '');\n`,
    );
    const { code, output } = await runTool('typescript/bin/tsc', ['-p', 'server/tsconfig.json'], house);
    assert.notEqual(code, 0);
    assert.match(output, /globals\.ts\(1,\d+\): error TS\d+: .*node:fs\/promises/);
    assert.match(output, /globals\.ts\(2,\d+\): error TS\d+: .*'process'/);
  });
});
