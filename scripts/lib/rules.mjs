import { build } from 'esbuild';

/** What the registry of rules says of each, by id. The registry is TypeScript, so it is bundled in memory and read from there. */
export async function ruleMetas() {
  const { outputFiles } = await build({
    entryPoints: ['server/src/rules/registry.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    // Its CommonJS build asks for a file system, which no rule needs.
    alias: { '@vscode/l10n': '@vscode/l10n/dist/browser.js' },
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { rules } = await import(`data:text/javascript;base64,${code}`);
  return rules.map(({ meta }) => meta).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
