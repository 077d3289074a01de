import { posix } from 'node:path';
import { languages, Range, workspace, type Diagnostic, type Uri } from 'vscode';
import type { Deployment } from '../../../../server/src/protocol';
import { candidates } from '../logs/links/files';
import type { Sources } from '../logs/links/sources';
import type { CauseQuery } from './words';

/** Where the cause of a failure stands in the user's files. */
export interface CausePlace {
  readonly uri: Uri;
  readonly range: Range;
  /** The rule that says so; undefined: the log does. */
  readonly rule?: string;
}

/** The places that the rules find, the most likely first; else the one that the log names. */
export async function placesOf(
  query: CauseQuery,
  sources: Sources,
  plan: Deployment | undefined,
): Promise<readonly CausePlace[]> {
  const named = await placeIn(query, sources, plan);
  const found = byRules(query);
  const inFile = named ? found.filter(({ uri }) => uri.toString() === named.uri.toString()) : [];
  const onLine = inFile.filter(({ range }) => range.start.line === named?.range.start.line);
  if (onLine.length > 0) return onLine;
  const { subject } = query;
  const telling = subject === undefined ? [] : found.filter(({ message }) => mentions(message, subject));
  if (telling.length > 0) return telling;
  if (inFile.length === 1) return inFile;
  if (named) return [named];
  // One rule of a file may speak of something else: only where there is no choice it is surely the cause.
  return found.length === 1 ? found : [];
}

function byRules({ rules }: CauseQuery): (CausePlace & { readonly message: string })[] {
  return languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
    diagnostics.flatMap((diagnostic) => {
      const rule = ruleOf(diagnostic);
      return rule !== undefined && rules.includes(rule)
        ? [{ uri, range: diagnostic.range, rule, message: diagnostic.message }]
        : [];
    }),
  );
}

/** The id of the rule that a diagnostic of ours comes from. */
export function ruleOf({ source, code }: Diagnostic): string | undefined {
  if (source !== 'cluster-lab') return undefined;
  const value = typeof code === 'object' ? code.value : code;
  return value === undefined ? undefined : String(value);
}

/** A class is told by its simple name, an address by its host. */
function mentions(message: string, subject: string): boolean {
  const host = /^([a-z][\w-]*):\d+$/i.exec(subject)?.[1];
  const names = [subject, host ?? subject.split('.').at(-1) ?? ''].filter((name) => name.length > 2);
  return names.some((name) => new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`).test(message));
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

async function placeIn(
  { cause, node }: CauseQuery,
  sources: Sources,
  plan: Deployment | undefined,
): Promise<CausePlace | undefined> {
  if (!cause) return undefined;
  if (cause.kind === 'frame') {
    const folder = cause.type.split('.').slice(0, -1).join('/');
    const uri = await sources.find(posix.join(folder, cause.file));
    return uri && { uri, range: lineOf(cause.line) };
  }
  const uris = candidates(cause, node, plan);
  const there = await Promise.all(uris.map(exists));
  const found = uris.filter((_, index) => there[index]);
  const [uri] = found;
  return uri && found.length === 1 ? { uri, range: lineOf(cause.line) } : undefined;
}

/** From 1. */
const lineOf = (line: number): Range => new Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
