import { t } from '@vscode/l10n';
import type { ClusterModel } from '../../cluster/model';
import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { inEffect, isKnown, valueInEffect, written } from '../../languages/nginx/effective';
import { locationName } from '../../languages/nginx/location';
import type { Word } from '../../languages/nginx/tree';
import { hasVariable, madeVariable, variablesIn } from '../../languages/nginx/variables';
import { rule, type Fix, type Severity } from '../define';
import { insertAfter } from '../support/edits';
import { nameOf, offered, valuesOf, withoutLine, withoutWord } from '../support/nginx';
import { isReadOnce, keepsSessions, waysOf } from '../support/routes';

/** Answers with Set-Cookie are not kept unless the header is ignored (ngx_http_upstream_process_set_cookie). */
export const cachedSetCookie = rule({
  meta: {
    id: 'nginx/cached-set-cookie',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      kept: 'nginx keeps answers here together with their Set-Cookie and gives them to everybody, so users get the session of whoever came first. Remove Set-Cookie from this line, or add "{hide} Set-Cookie;".',
    },
  },
  nginxConfiguration(configuration, { model, report }) {
    if (configuration.kind !== 'main') return;
    const found = new Map<Word, { readonly line: Placement; readonly passes: Placement[] }>();
    for (const kind of KINDS) {
      for (const pass of placementsNamed(configuration, `${kind}_pass`)) {
        const line = ignoring(pass, kind, configuration);
        const word = line?.directive.args.find(isSetCookie);
        if (!line || !word) continue;
        const known = found.get(word);
        if (known) known.passes.push(pass);
        else found.set(word, { line, passes: [pass] });
      }
    }
    for (const [word, { line, passes }] of found) {
      const hide = `${nameOf(line).replace('_ignore_headers', '')}_hide_header`;
      report({
        path: line.path,
        span: word.span,
        message: 'kept',
        data: { hide },
        severity: severityOf(passes, model),
        related: passes
          .map((pass) => inEffect(pass.parent, nameOf(pass).replace('_pass', '_cache'))?.lines.at(-1))
          .filter((cache, index, all) => cache !== undefined && all.indexOf(cache) === index)
          .flatMap((cache) =>
            cache ? [{ path: cache.path, span: cache.directive.span, message: t('The cache') }] : [],
          ),
        fixes: fixesOf(line, word, hide, passes, model),
      });
    }
  },
});

const KINDS = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];

const isSetCookie = ({ value }: Word): boolean => value.toLowerCase() === 'set-cookie';

/** Other modules that take the header out again. */
const CHANGES = /^(?:more_clear_headers|more_set_headers|header_filter_by_lua\w*|js_header_filter)$/;

/** The line by which a `…_pass` keeps Set-Cookie; undefined where it does not, or may not. */
function ignoring(pass: Placement, kind: string, configuration: NginxConfiguration): Placement | undefined {
  const { parent: level } = pass;
  if (!level || !isKnown(level)) return undefined;
  const line = inEffect(level, `${kind}_ignore_headers`)?.lines.find(({ directive }) =>
    directive.args.some(isSetCookie),
  );
  if (!line) return undefined;
  const cache = valueInEffect(level, `${kind}_cache`);
  if (cache === undefined || cache === 'off' || hasVariable(cache)) return undefined;
  const hidden = inEffect(level, `${kind}_hide_header`)?.lines ?? [];
  if (hidden.some(({ directive }) => directive.args.some(isSetCookie))) return undefined;
  for (const name of configuration.byName.keys())
    if (CHANGES.test(name) && inEffect(level, name)) return undefined;
  return isCacheable(level, kind) && !isLeftOut(level, kind, configuration) ? line : undefined;
}

/** Whether something says how long an answer is kept. */
function isCacheable(level: Placement, kind: string): boolean {
  const valid = inEffect(level, `${kind}_cache_valid`)?.lines ?? [];
  const isValid = valid.some((line) => {
    const values = valuesOf(line);
    const statuses = values.slice(0, -1);
    return (
      !/^0+[smhd]?$/.test(values.at(-1) ?? '') &&
      (statuses.length === 0 || statuses.some((one) => one === 'any' || /^[23]/.test(one)))
    );
  });
  if (isValid) return true;
  const ignored = new Set(
    (inEffect(level, `${kind}_ignore_headers`)?.lines ?? [])
      .flatMap(valuesOf)
      .map((value) => value.toLowerCase()),
  );
  return ['cache-control', 'expires'].some((header) => !ignored.has(header));
}

/** What tells one user from another, and not whether an answer has a cookie. */
const OF_REQUEST = /^(?:cookie_\w+|http_(?:cookie|authorization|pragma|cache_control)|arg_\w+)$/i;

/** Whether `…_no_cache` may leave out the answers that matter: by the answer's own cookie, or by what nobody here knows. */
function isLeftOut(level: Placement, kind: string, configuration: NginxConfiguration): boolean {
  const lines = inEffect(level, `${kind}_no_cache`)?.lines ?? [];
  const isOfRequest = (name: string): boolean => {
    if (OF_REQUEST.test(name)) return true;
    const maps = placementsNamed(configuration, 'map').filter(
      (map) => madeVariable(valuesOf(map)[1] ?? '') === name.toLowerCase(),
    );
    return (
      maps.length > 0 &&
      maps.every((map) => [...variablesIn(valuesOf(map)[0] ?? '')].every((one) => OF_REQUEST.test(one.name)))
    );
  };
  return lines.some((line) =>
    valuesOf(line).some((value) => {
      const variables = [...variablesIn(value)];
      return variables.length === 0 ? value !== '0' : variables.some(({ name }) => !isOfRequest(name));
    }),
  );
}

/** A pattern of files by what their names end with: those are sent by a servlet that sets no cookie. */
const isOfFiles = (level: Placement): boolean => {
  const name = nameOf(level) === 'location' ? locationName(level.directive) : undefined;
  return (
    name !== undefined && name.modifier.startsWith('~') && /\\\.|\bstatic\b|\bassets\b/.test(name.pattern)
  );
};

function severityOf(passes: readonly Placement[], model: ClusterModel): Severity {
  const dynamic = passes.filter(({ parent }) => parent && !isOfFiles(parent));
  const reaches = waysOf(model).some(
    ({ route, belief }) =>
      dynamic.includes(route.passed.proxy.placement) &&
      belief.served?.app?.usesSessions === true &&
      keepsSessions(belief) === true,
  );
  return reaches ? 'error' : 'warning';
}

function fixesOf(
  line: Placement,
  word: Word,
  hide: string,
  passes: readonly Placement[],
  model: ClusterModel,
): readonly Fix[] {
  const { path, directive } = line;
  const text = model.textOf(path);
  const removal = directive.args.length === 1 ? withoutLine(text, directive.span) : withoutWord(text, word);
  const fixes = [offered(t('Keep no answer that sets a cookie'), path, removal)];
  const addition = `${hide} Set-Cookie;`;
  // A list of its own would take the place of one that is inherited.
  const isFree = passes.every(({ parent }) => !inEffect(parent, hide));
  if (isFree && line.parent && written(line.parent, hide).length === 0 && isReadOnce(line, model))
    fixes.push(
      offered(t('Add {line}', { line: addition }), path, insertAfter(text, directive.span, [addition])),
    );
  return fixes;
}
