import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atEnd, ending } from '../ending.mjs';
import { step } from '../steps.mjs';
import { openWorkbench } from '../vscode/workbench.mjs';
import { median, printTable } from './table.mjs';

const ROUNDS = 5;
const LIMIT_MS = 60_000;
const OURS = 'cluster-lab.cluster-lab';
const JSON_EXTENSION = 'vscode.json-language-features';

/** What VS Code itself measured of the activation of our extension and of its built-in one for JSON, in the same window. */
export async function compareActivation({ CLUSTER_LAB_VSIX: vsix }) {
  const times = { [OURS]: [], [JSON_EXTENSION]: [] };
  for (let round = 1; round <= ROUNDS; round++) {
    const found = await step(`window ${round}`, () => activations(vsix));
    for (const name of Object.keys(times)) times[name].push(found[name]);
  }
  console.log(
    `\nActivation, median of ${ROUNDS} windows with an nginx and a JSON file open, in milliseconds:`,
  );
  const parts = ['load', 'call', 'finish'];
  const of = (name, part) => median(times[name].map((it) => it[part]));
  printTable(
    ['extension', ...parts],
    Object.keys(times).map((name) => [name, ...parts.map((part) => of(name, part))]),
  );
  const blocking = (name) => median(times[name].map(({ load, call }) => load + call));
  console.log(
    `Load and call, ours against the other: ${(blocking(OURS) / blocking(JSON_EXTENSION)).toFixed(2)}.`,
  );
}

async function activations(vsix) {
  const folder = mkdtempSync(join(tmpdir(), 'clab-bench-'));
  const removeFolder = atEnd('folder of the benchmark', () =>
    rmSync(folder, { recursive: true, force: true }),
  );
  cpSync('samples/story-fixed', folder, { recursive: true });
  writeFileSync(join(folder, 'data.json'), '{ "name": "data" }\n');
  const { page, close } = await openWorkbench({ folder, vsix, viewport: { width: 1600, height: 3000 } });
  const closeWindow = atEnd('window of the benchmark', close);
  try {
    const pick = async (key, typed, row) => {
      await page.keyboard.press(key);
      const widget = page.locator('.quick-input-widget');
      await widget.locator('input.input').fill(typed);
      await widget.locator('.quick-input-list .monaco-list-row', { hasText: row }).first().waitFor();
      await page.keyboard.press('Enter');
    };
    for (const file of ['nginx.conf', 'data.json']) await pick('Control+P', file, file);
    const deadline = performance.now() + LIMIT_MS;
    for (;;) {
      await pick('F1', '>Developer: Startup Performance', 'Startup Performance');
      await page.locator('.tab', { hasText: 'Startup Performance' }).waitFor();
      await pause(1_000, undefined, { signal: ending });
      const lines = await page.locator('.monaco-editor .view-line').allInnerTexts();
      const found = Object.fromEntries(lines.map(rowOf).filter((row) => row !== undefined));
      if (found[OURS] && found[JSON_EXTENSION]) return found;
      if (performance.now() > deadline) throw new Error('VS Code does not tell of both activations.');
      await pick('F1', '>View: Close Editor', 'View: Close Editor');
    }
  } finally {
    await closeWindow();
    await removeFolder();
  }
}

/** A row of VS Code's table: extension, eager, load, call, finish, event, by. */
function rowOf(line) {
  const [, name, , load, call, finish] = line
    .replaceAll('\u00A0', ' ')
    .split('|')
    .map((cell) => cell.trim());
  if (!/^\d+$/.test(finish ?? '')) return undefined;
  return [name, { load: Number(load), call: Number(call), finish: Number(finish) }];
}
