import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** What these lines export of the server's own code, built as it is for the extension, from a file in `folder`. */
export async function serverCode(folder, contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: resolve('.'), loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  const path = join(folder, 'server.cjs');
  writeFileSync(path, outputFiles[0].text);
  return createRequire(path)(path);
}
