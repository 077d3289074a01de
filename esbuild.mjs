// Builds the bundles in dist/; with --tests also the unbundled sources and tests in out/ (same tree, CommonJS).
import { build } from 'esbuild';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { filesBelow } from './scripts/lib/files.mjs';

const production = process.argv.includes('--production');
const stub = 'scripts/lib/stub.cjs';

/** Modules that dockerode asks for but that a local or TCP engine never needs: SSH runs through the user's own ssh. */
const stubbed = ['ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: production ? false : 'linked',
  minify: production,
  logLevel: 'warning',
};

const entries = [
  { in: 'client/src/extension.ts', out: 'client', external: ['vscode', './lab.js'] },
  { in: 'client/src/guard.ts', out: 'guard', external: ['./lab'] },
  { in: 'server/src/main.ts', out: 'server' },
  { in: 'server/src/cli.ts', out: 'cli', external: ['./lab.js'], banner: { js: '#!/usr/bin/env node' } },
  {
    in: 'client/src/lab/index.ts',
    out: 'lab',
    alias: Object.fromEntries(stubbed.map((name) => [name, `./${stub}`])),
  },
];

if (production) rmSync('dist', { recursive: true, force: true });
await Promise.all(
  entries
    .filter((entry) => existsSync(entry.in))
    .map(({ in: source, out, ...rest }) =>
      build({ ...common, ...rest, entryPoints: [source], outfile: `dist/${out}.js` }),
    ),
);
if (production) {
  // On the page of an installed extension VS Code shows pictures of the web alone; those of a package it shows as broken.
  writeFileSync(
    'dist/README.md',
    readFileSync('README.md', 'utf8').replace(/^!\[.*\]\(media\/.*\)\n\n/gm, ''),
  );
}
if (process.argv.includes('--tests')) {
  rmSync(process.env.OUT ?? 'out', { recursive: true, force: true });
  await build({
    ...common,
    bundle: false,
    minify: false,
    sourcemap: 'linked',
    entryPoints: filesBelow(['client/src', 'server/src', 'test'], /(?<!\.d)\.ts$/),
    outdir: process.env.OUT ?? 'out',
    outbase: '.',
  });
  const data = ['server/data', 'snippets', 'client/src/lab/logs/explain/messages.json'];
  for (const path of data) cpSync(path, `${process.env.OUT ?? 'out'}/${path}`, { recursive: true });
}
