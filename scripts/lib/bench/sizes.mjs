import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { printTable } from './table.mjs';

/** Sizes of the bundles and of the package. */
export function printSizes({ CLUSTER_LAB_VSIX: vsix }) {
  const bundles = readdirSync('dist').filter((name) => name.endsWith('.js'));
  const files = [...bundles.map((name) => join('dist', name)), vsix];
  printTable(
    ['file', 'kB'],
    files.map((file) => [file, (statSync(file).size / 1000).toFixed(0)]),
  );
  console.log('The aim for the package is below 1500 kB.');
}
