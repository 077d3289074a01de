import { posix } from 'node:path';
import { languages, Range, Uri, workspace, type Diagnostic } from 'vscode';
import type { Deployment, SettingPlace, SettingQuestion } from '../../../../server/src/protocol';
import { pathOf } from '../lab/leftovers';
import { candidates } from '../logs/links/files';
import { isOf, isPlanned } from '../logs/links/origins';
import type { Sources } from '../logs/links/sources';
import { chosen, settled, type Diagnosed, type Named } from './choice';
import type { CauseQuery } from './words';

/** Where the cause of a failure stands in the user's files. */
export interface CausePlace {
  readonly uri: Uri;
  readonly range: Range;
  /** The rule that says so; undefined: the log does. */
  readonly rule?: string;
}

/** Where causes are looked for. */
export interface Search {
  readonly sources: Sources;
  /** Of the lab that runs, or ran last. */
  readonly plan: Deployment | undefined;
  readonly settings: (question: SettingQuestion) => Promise<readonly SettingPlace[]>;
}

type Candidate = Named & { readonly place: CausePlace };

/** The places that the rules find, the most likely first; else the one that the log names, or what is set there. */
export async function placesOf(query: CauseQuery, search: Search): Promise<readonly CausePlace[]> {
  const { plan } = search;
  const place = await placeIn(query, search);
  const named = place && { file: place.uri.toString(), line: place.range.start.line, place };
  return chosen<Candidate, Diagnosed & Candidate>(byRules(query), {
    subject: query.subject,
    named: named ?? (await settingIn(query, search)),
    isOwn: (file) => isOf(pathOf(Uri.parse(file).fsPath), query.node, plan),
  }).map((one) => one.place);
}

function byRules({ rules }: CauseQuery): (Diagnosed & { readonly place: CausePlace })[] {
  return languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
    diagnostics.flatMap((diagnostic) => {
      const rule = ruleOf(diagnostic);
      const { range, message } = diagnostic;
      return rule !== undefined && rules.includes(rule)
        ? [{ file: uri.toString(), line: range.start.line, message, place: { uri, range, rule } }]
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

async function settingIn(
  { setting, node }: CauseQuery,
  { settings, plan }: Search,
): Promise<Candidate | undefined> {
  if (!setting) return undefined;
  const places = (await settings(setting)).map(({ uri, range, around }): Candidate => {
    const place = { uri: Uri.parse(uri), range: rangeOf(range) };
    return {
      file: place.uri.toString(),
      line: range.start.line,
      around: [around.start.line, around.end.line],
      place,
    };
  });
  return settled(
    places,
    setting.values !== undefined,
    isPlanned(node, plan) ? (file) => isOf(pathOf(Uri.parse(file).fsPath), node, plan) : undefined,
  );
}

const rangeOf = ({ start, end }: SettingPlace['range']): Range =>
  new Range(start.line, start.character, end.line, end.character);

async function placeIn(
  { cause, node }: CauseQuery,
  { sources, plan }: Search,
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
