import { join } from 'node:path';
import { build } from 'esbuild';

/** A module of the sources, which are TypeScript: bundled in memory and read from there. */
export async function loadSource(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    // Its CommonJS build asks for a file system, which neither rules nor languages need.
    alias: { '@vscode/l10n': '@vscode/l10n/dist/browser.js' },
    // What is only to be had as CommonJS asks for its parts by `require`.
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(join(process.cwd(), path))});`,
    },
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return await import(`data:text/javascript;base64,${code}`);
}

/** What the registry of rules says of each, by id. */
export async function ruleMetas() {
  const { rules } = await loadSource('server/src/rules/registry.ts');
  return rules.map(({ meta }) => meta).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
