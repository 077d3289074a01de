import { t } from '@vscode/l10n';
import {
  directivesNamed,
  type DirectiveEntry,
  isAllowedIn,
  isInRelease,
  isPlus,
  moduleOf,
  variablesNamed,
} from '../catalogue';
import type { NginxContext } from '../contexts';
import { explainDirective, explainVariable } from '../explain';
import { explainHeader, explainStatus, explainValue } from '../explainValues';
import { headersFor } from './usualValues';

/** Markdown on a directive: its syntax, what it does, where it may stand, since when; undefined for an unknown name. */
export function describeDirective(
  name: string,
  contexts: ReadonlySet<NginxContext>,
  version: string | undefined,
): string | undefined {
  const all = directivesNamed(name);
  const here = all.filter((entry) => [...contexts].some((context) => isAllowedIn(entry, context)));
  const known = here.length > 0 ? here : all;
  const inRelease = known.filter((entry) => isInRelease(entry, version));
  // Without a version the newest form counts.
  const entries = inRelease.length > 0 ? inRelease : known;
  const entry = (version === undefined ? entries.at(-1) : entries[0]) ?? entries[0];
  if (!entry) return undefined;
  const says = explainDirective(name);
  const facts = [
    t('Context: {contexts}', { contexts: contextsOf(entries) }),
    ...(entry.default === undefined ? [] : [t('Default: {value}', { value: code(entry.default) })]),
    t('Module: {module}', { module: moduleText(entry) }),
    ...releasesOf(known, version),
    ...(entry.replacedBy
      ? [t('Deprecated: use {replacement} instead.', { replacement: code(entry.replacedBy) })]
      : []),
  ];
  return [
    ['```nginx', ...syntaxOf(entry), '```'].join('\n'),
    ...(says === undefined ? [] : [says]),
    facts.join('  \n'),
    ...(entry.docs === undefined ? [] : [`[${t('Reference')}](${entry.docs})`]),
  ].join('\n\n');
}

/** Lines such as `proxy_pass <URL>;`. */
export function syntaxOf({ name, syntax, block, args, values }: DirectiveEntry): string[] {
  const ends = block ? '' : ';';
  if (syntax && syntax.length > 0) return syntax.map((one) => `${name} ${one}${ends}`);
  if (block) return [`${name} { … }`];
  if (args === 'flag') return [`${name} on | off;`];
  if (values) return [`${name} ${values.join(' | ')};`];
  return [args === '0' ? `${name};` : `${name} …;`];
}

/** Markdown on a built-in variable, named without `$`; undefined for one that nginx does not make. */
export function describeVariable(name: string): string | undefined {
  const [entry] = variablesNamed(name);
  if (!entry) return undefined;
  const says = explainVariable(entry.name);
  const facts = [
    entry.prefix
      ? t('Variable of {module}, for every name that begins with {prefix}', {
          module: entry.module,
          prefix: code(`$${entry.name}`),
        })
      : t('Variable of {module}', { module: entry.module }),
    ...(entry.since ? [sinceText(entry.since)] : []),
    ...(entry.until ? [untilText(entry.until)] : []),
  ];
  return [`**$${name}**`, ...(says === undefined ? [] : [says]), facts.join('  \n')].join('\n\n');
}

/** Markdown on an argument of a directive: a header, a status, or a word of its syntax; undefined where nothing is known. */
export function describeArgument(directive: string, index: number, word: string): string | undefined {
  const says = explainArgument(directive, index, word);
  return says === undefined ? undefined : `**${code(word)}**\n\n${says}`;
}

function explainArgument(directive: string, index: number, word: string): string | undefined {
  if (headersFor(directive) && index === 1) return explainHeader(word);
  const isStatus = /^(error_page|return|(proxy|fastcgi|uwsgi|scgi)_cache_valid|try_files)$/.test(directive);
  if (isStatus && /^=?\d{3}$/.test(word)) return explainStatus(word.replace('=', ''));
  // What is said of proxy_pass and its like holds for the other protocols too.
  return (
    explainValue(directive, word) ??
    explainValue(directive.replace(/^(?:fastcgi|uwsgi|scgi|grpc)_/, 'proxy_'), word)
  );
}

const code = (text: string): string => `\`${text}\``;
const sinceText = (version: string): string => t('Since nginx {version}', { version });
const untilText = (version: string): string => t('Until nginx {version}', { version });

const contextsOf = (entries: readonly DirectiveEntry[]): string =>
  [...new Set(entries.flatMap((entry) => entry.in))].join(', ');

function moduleText(entry: DirectiveEntry): string {
  const module = moduleOf(entry);
  if (!module) return entry.module;
  if (isPlus(entry)) return t('{module}, part of NGINX Plus', { module: module.name });
  if (module.origin !== 'nginx') return t('{module}, not part of nginx', { module: module.name });
  return module.option
    ? t('{module}, built with {option}', { module: module.name, option: code(`--${module.option}`) })
    : module.name;
}

function releasesOf(entries: readonly DirectiveEntry[], version: string | undefined): string[] {
  const isAlways = entries.some(({ since }) => since === undefined);
  const isStill = entries.some(({ until }) => until === undefined);
  const since = isAlways ? undefined : entries[0]?.since;
  const until = isStill ? undefined : entries.at(-1)?.until;
  const isAbsent = version !== undefined && !entries.some((entry) => isInRelease(entry, version));
  return [
    ...(since === undefined ? [] : [sinceText(since)]),
    ...(until === undefined ? [] : [untilText(until)]),
    ...(isAbsent ? [`**${t('Not in nginx {version}', { version })}**`] : []),
  ];
}
