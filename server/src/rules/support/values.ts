import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { enclosing, hasGapInside } from '../../languages/nginx/effective';
import { madeVariable, variablesIn } from '../../languages/nginx/variables';
import { valuesOf } from './nginx';

/** More texts than anybody reads. */
const MOST = 64;

/** A text whose variables are filled in with all that they can be; undefined where that cannot be known. */
export function textsOf(
  text: string,
  at: Placement,
  configuration: NginxConfiguration,
  known: ReadonlyMap<string, readonly string[]> = new Map(),
  depth = 0,
): readonly string[] | undefined {
  let texts: readonly string[] = [''];
  let from = 0;
  for (const { name, isCapture, start, end } of variablesIn(text)) {
    if (isCapture || depth > 4) return undefined;
    const values =
      known.get(name.toLowerCase()) ?? valuesOfVariable(name.toLowerCase(), at, configuration, known, depth);
    if (!values || values.length === 0) return undefined;
    const before = text.slice(from, start);
    texts = texts.flatMap((one) => values.map((value) => one + before + value));
    if (texts.length > MOST) return undefined;
    from = end;
  }
  return texts.map((one) => one + text.slice(from));
}

/** Directives of programs, which give any variable a value. */
const PROGRAM = /_by_lua|^lua_|^js_|^perl/;
/** What else makes variables, with values that nobody here knows. */
const MAKERS = ['geo', 'split_clients', 'auth_request_set', 'geoip2'];

function valuesOfVariable(
  name: string,
  at: Placement,
  configuration: NginxConfiguration,
  known: ReadonlyMap<string, readonly string[]>,
  depth: number,
): readonly string[] | undefined {
  if (configuration.kind === 'main' && !configuration.isWhole) return undefined;
  for (const one of configuration.byName.keys()) if (PROGRAM.test(one)) return undefined;
  const isMade = (line: Placement, index: number): boolean =>
    madeVariable(valuesOf(line)[index] ?? '') === name;
  if (
    MAKERS.some((one) =>
      placementsNamed(configuration, one).some((line) =>
        valuesOf(line).some((value) => madeVariable(value) === name),
      ),
    )
  )
    return undefined;
  const capture = new RegExp(String.raw`\(\?P?<${name}>`, 'i');
  if (configuration.all.some((line) => valuesOf(line).some((value) => capture.test(value)))) return undefined;
  const server = enclosing(at, 'server');
  const lines = placementsNamed(configuration, 'set').filter(
    (line) => isMade(line, 0) && enclosing(line, 'server') === server,
  );
  const maps = placementsNamed(configuration, 'map').filter((line) => isMade(line, 1));
  if (lines.length > 0 && maps.length > 0) return undefined;
  const texts =
    lines.length > 0
      ? lines.map((line) => valuesOf(line)[1] ?? '')
      : maps.length === 1
        ? mapped(maps[0])
        : undefined;
  const found: string[] = [];
  for (const text of texts ?? []) {
    const values = textsOf(text, at, configuration, known, depth + 1);
    if (!values) return undefined;
    found.push(...values);
  }
  return texts && found.length <= MOST ? [...new Set(found)] : undefined;
}

const PARAMETERS = new Set(['volatile', 'hostnames', 'include']);

/** What a `map` can come to. */
function mapped(map: Placement | undefined): readonly string[] | undefined {
  if (!map || hasGapInside(map)) return undefined;
  const entries = map.children.filter(({ directive: { name } }) => !PARAMETERS.has(name.value));
  const values = entries.map((line) => valuesOf(line)[0] ?? '');
  return entries.some(({ directive: { name } }) => name.value === 'default') ? values : [...values, ''];
}
