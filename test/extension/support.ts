import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  extensions,
  languages,
  Uri,
  workspace,
  type Diagnostic,
  type Disposable,
  type Extension,
} from 'vscode';

const limitMilliseconds = 30_000;

/** The extension under test, activated. */
export async function activated(): Promise<Extension<unknown>> {
  const extension = extensions.getExtension('cluster-lab.cluster-lab');
  assert.ok(extension, 'the extension is installed');
  await extension.activate();
  return extension;
}

/** Folder of the workspace under test: a copy of samples/story-broken. */
export function folder(): string {
  const [first] = workspace.workspaceFolders ?? [];
  assert.ok(first, 'a folder is open');
  return first.uri.fsPath;
}

export const uriOf = (path: string): Uri => Uri.file(join(folder(), path));
export const textOf = (path: string): string => readFileSync(join(folder(), path), 'utf8');

/** One line a diagnostic of ours, as a person would name it: file, line from 1, severity, rule. */
export function problems(): string[] {
  return languages
    .getDiagnostics()
    .flatMap(([uri, diagnostics]) =>
      diagnostics
        .filter(({ source }) => source === 'cluster-lab')
        .map((diagnostic) => lineOf(uri, diagnostic)),
    )
    .toSorted();
}

function lineOf(uri: Uri, { range, severity, code }: Diagnostic): string {
  const id = typeof code === 'object' ? code.value : code;
  const name = ['error', 'warning', 'information', 'hint'][severity];
  return `${workspace.asRelativePath(uri)}:${range.start.line + 1} ${name} ${id}`;
}

/** Waits until the problems of the workspace satisfy a condition; fails with what they are at the end. */
export async function problemsUntil(
  condition: (problems: readonly string[]) => boolean,
  what: string,
): Promise<string[]> {
  await eventually(
    (done) => languages.onDidChangeDiagnostics(done),
    () => condition(problems()),
    () => `${what}, but the problems are\n${problems().join('\n')}`,
  );
  return problems();
}

/** Looks at a condition now and at each event until it holds. */
export async function eventually(
  subscribe: (look: () => void) => Disposable,
  condition: () => boolean,
  message: () => string,
): Promise<void> {
  let subscription: Disposable | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (condition()) resolve();
      };
      subscription = subscribe(look);
      timer = setTimeout(() => reject(new Error(message())), limitMilliseconds);
      look();
    });
  } finally {
    clearTimeout(timer);
    subscription?.dispose();
  }
}
