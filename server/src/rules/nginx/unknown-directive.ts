import { t } from '@vscode/l10n';
import { directivesNamed, isAllowedIn, moduleOf } from '../../languages/nginx/catalogue';
import { commandNamed, commandNames, inRelease } from '../../languages/nginx/check/forms';
import type { Finding } from '../../languages/nginx/check';
import { listed, suggest } from '../../languages/text/suggest';
import { insteadOf, moduleOfOthers } from '../../languages/nginx/check/thirdParty';
import { type NginxConfiguration, placementsNamed } from '../../languages/nginx/configuration';
import type { Word } from '../../languages/nginx/tree';
import { rule, type ContextOf, type Fix, type Severity, type Words } from '../define';
import { findingsIn, placeOf } from '../support/findings';

const messages = {
  unknown: 'nginx has no directive "{name}" and does not start. Correct or remove it. nginx says: {says}',
  meant: 'nginx has no directive "{name}" and does not start. Did you mean {names}? nginx says: {says}',
  foreignWord:
    'nginx has no "{name}", and no module brings one, so nginx does not start. Write a second "if" with the opposite condition, or a map. nginx says: {says}',
  module:
    'nginx itself has no directive "{name}". A module that is loaded here may have it; otherwise nginx does not start. nginx says then: {says}',
  foreign:
    'nginx itself has no directive "{name}". This nginx is not an official build, so one of its modules may have the directive; otherwise it does not start. nginx says then: {says}',
  foreignMeant:
    'nginx itself has no directive "{name}". Did you mean {names}? This nginx is not an official build, so one of its modules may have the directive; otherwise it does not start. nginx says then: {says}',
  others:
    'The directive "{name}" comes with {module}, which is not part of nginx and has to be added.{instead} Without it nginx does not start. nginx says then: {says}',
  lacks:
    'The directive "{name}" comes with {module}, which the official builds of nginx do not include, so nginx does not start.{instead} nginx says: {says}',
  built:
    'The directive "{name}" comes with {module}, which most packages of nginx do not include. Without load_module, or a build with --{option}, nginx does not start. nginx says then: {says}',
  plus: 'Only NGINX Plus has the directive "{name}"; open-source nginx does not start with it. Remove it, or run NGINX Plus. nginx says: {says}',
} as const;

/** A name that neither nginx nor a module that we know has: `ngx_conf_handler` in src/core/ngx_conf_file.c. */
export const unknownDirective = rule({
  meta: {
    id: 'nginx/unknown-directive',
    severity: 'error',
    refusedBy: 'nginx',
    fix: 'unsafe',
    messages,
  },
  nginxConfiguration(configuration, context) {
    const unknown = findingsIn(configuration, context.model).of('unknown');
    const open = unknown.length > 0 && loadsOthers(configuration);
    const foreign = unknown.length > 0 && isOtherBuild(configuration);
    const plus = new Map<string, Finding[]>();
    for (const finding of unknown) {
      if (!finding.plus || isOfCachePurge(finding)) continue;
      const { path } = finding.placement;
      plus.set(path, [...(plus.get(path) ?? []), finding]);
    }
    for (const finding of unknown) {
      const names = finding.plus ? [] : suggestions(finding, configuration.version);
      const judgement = FOREIGN.test(finding.word.value)
        ? { message: 'foreignWord' as const, data: told(finding.word) }
        : foreign
          ? judgeForeign(finding, names)
          : judge(finding, names, open, configuration.version, configuration.build === 'official');
      const { message } = judgement;
      const isPlus = message === 'plus';
      // The first one of a file stands for all.
      if (isPlus && plus.get(finding.placement.path)?.[0] !== finding) continue;
      context.report({
        ...placeOf(finding),
        ...judgement,
        related: isPlus
          ? (plus.get(finding.placement.path) ?? []).slice(1).map((other) => ({
              ...placeOf(other),
              message: t('Only NGINX Plus has this one, too'),
            }))
          : [],
        fixes:
          message === 'meant' || message === 'foreignMeant'
            ? names.map((other) => renaming(finding, other))
            : [],
      });
    }
    tellUnbuilt(configuration, context);
  },
});

/** Of the modules of nginx itself those that neither its own packages and images nor Debian's build in. */
const unbuilt: ReadonlySet<string> = new Set([
  'ngx_http_xslt_filter_module',
  'ngx_http_image_filter_module',
  'ngx_http_geoip_module',
  'ngx_http_perl_module',
  'ngx_http_degradation_module',
  'ngx_stream_geoip_module',
  'ngx_google_perftools_module',
]);

/** The first directive of each module that has to be loaded, where all is here and nothing loads any. */
function tellUnbuilt(configuration: NginxConfiguration, context: ContextOf<typeof messages>): void {
  if (configuration.kind !== 'main' || !configuration.isWhole || loadsOthers(configuration)) return;
  const told = new Set<string>();
  for (const [name, [placement]] of configuration.byName) {
    if (!placement) continue;
    const entry = directivesNamed(name).find((one) => isAllowedIn(one, placement.context));
    const module = entry && moduleOf(entry);
    if (!module?.option || !unbuilt.has(module.name) || told.has(module.name)) continue;
    told.add(module.name);
    context.report({
      path: placement.path,
      span: placement.directive.name.span,
      message: 'built',
      severity: 'hint',
      data: { name, module: module.name, option: module.option, says: `unknown directive "${name}"` },
    });
  }
}

/** Most who purge a cache do it by that module. */
const isOfCachePurge = ({ word }: Finding): boolean => moduleOfOthers(word.value) === 'ngx_cache_purge';

/** Words of other languages, which are no directive of any module. */
const FOREIGN = /^(?:else|elseif|elsif|elif|endif|fi)$/;

type Judgement = Words<typeof messages> & { readonly severity?: Severity };

/** What every message of this rule says of a name. */
const told = ({ value }: Word): { readonly name: string; readonly says: string } => ({
  name: value.length > 60 ? `${value.slice(0, 60)}…` : value,
  says: `unknown directive "${value.slice(0, 60)}"`,
});

function judge(
  { word, plus }: Finding & { readonly kind: 'unknown' },
  names: readonly string[],
  open: boolean,
  version: string | undefined,
  isOfficial: boolean,
): Judgement {
  const module = moduleOfOthers(word.value);
  const data = told(word);
  if (plus && module !== 'ngx_cache_purge')
    return { message: 'plus', data, ...(version === undefined && { severity: 'warning' }) };
  if (module !== undefined) return ofModule(data, module, isOfficial && !open);
  if (names.length > 0) return { message: 'meant', data: { ...data, names: listed(names) } };
  return open ? { message: 'module', data, severity: 'hint' } : { message: 'unknown', data };
}

/** An official build that loads nothing surely lacks it. */
function ofModule(data: ReturnType<typeof told>, module: string, isLacking: boolean): Judgement {
  const instead = insteadOf(data.name);
  const all = { ...data, module, instead: instead === undefined ? '' : ` ${instead}` };
  return isLacking ? { message: 'lacks', data: all } : { message: 'others', data: all, severity: 'hint' };
}

/** What has modules that nobody here knows may take any name. */
function judgeForeign({ word }: Finding, names: readonly string[]): Judgement {
  const module = moduleOfOthers(word.value);
  const data = told(word);
  if (module !== undefined) return ofModule(data, module, false);
  return names.length > 0
    ? { message: 'foreignMeant', data: { ...data, names: listed(names) }, severity: 'hint' }
    : { message: 'foreign', data, severity: 'hint' };
}

/** Names that may stand here; else any. */
function suggestions(
  { word, context }: Finding & { readonly kind: 'unknown' },
  version: string | undefined,
): readonly string[] {
  const near = suggest(word.value, commandNames());
  const here = near.filter((name) =>
    inRelease(commandNamed(name)?.in(context) ?? [], version).some((form) => !form.isPlus),
  );
  return here.length > 0 ? here : near;
}

const renaming = ({ placement, word }: Finding, name: string): Fix => ({
  title: t('Write {text}', { text: name }),
  safe: false,
  edits: new Map([[placement.path, [{ span: word.span, text: name }]]]),
});

/** What Tengine and Angie have beyond nginx, and where they and OpenResty are installed. */
const FORKS = ['Tengine', 'Angie'];
const FORK_PATH = /\/(?:openresty|tengine|angie)\//;

/**
 * Whether the nginx that runs is none of the official builds: its image says so, or, where nothing is known of it, Lua
 * that no load_module brings, or the names of Tengine and Angie.
 */
function isOtherBuild(configuration: NginxConfiguration): boolean {
  const { build, byName, mainFile } = configuration;
  if (build !== undefined) return build === 'other';
  if (FORK_PATH.test(mainFile)) return true;
  const loads = loadsOthers(configuration);
  for (const [name, [placement]] of byName) {
    if (!placement || placement.context === 'unknown') continue;
    const module = moduleOfOthers(name);
    if (module !== undefined && FORKS.includes(module)) return true;
    const [entry] = directivesNamed(name);
    const origin = entry && moduleOf(entry)?.origin;
    if (!loads && (origin === 'lua' || origin === 'stream-lua')) return true;
  }
  return placementsNamed(configuration, 'include').some(({ directive: { args } }) =>
    FORK_PATH.test(args[0]?.value ?? ''),
  );
}

/** Whether modules are loaded whose directives we need not know. */
const loadsOthers = (configuration: NginxConfiguration): boolean =>
  placementsNamed(configuration, 'load_module').length > 0 ||
  placementsNamed(configuration, 'include').some(
    ({ directive: { args }, context, unread }) =>
      context === 'main' && (unread || /modules/.test(args[0]?.value ?? '')),
  );
