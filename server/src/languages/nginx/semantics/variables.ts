import { t } from '@vscode/l10n';
import { allVariables, directivesNamed, isInRelease, moduleOf, variablesNamed } from '../catalogue';
import { suggest } from '../../text/suggest';
import type { NginxConfiguration, Placement } from '../configuration';
import type { Word } from '../tree';
import { madeVariable, variablesIn } from '../variables';
import { type Evaluated, evaluatedOf, evaluatedWords } from './evaluated';
import type { Pattern } from './patterns';
import type { Problem, Report } from './problem';

/** Modules that can make variables in ways that the text does not show. */
const opaque = new Set(['lua', 'stream-lua', 'njs', 'echo', 'vts', 'plus']);

/** Directives that make a variable, and which argument names it; negative: from the end. */
const makers = new Map([
  ['geo', -1],
  ['set', 0],
  ['map', 1],
  ['split_clients', 1],
  ['auth_request_set', 0],
  ['perl_set', 0],
]);

/** What a directive's name says of variables. */
export interface Traits {
  /** One of nginx's own, which makes no variables but those that are seen here. */
  readonly isTransparent: boolean;
  /** Which argument names the variable that it makes; negative: from the end. */
  readonly makes: number | undefined;
  /** Arguments that are compiled for variables. */
  readonly compiles: Evaluated | undefined;
}

export function traitsOf(name: string): Traits {
  const [entry] = directivesNamed(name);
  const origin = entry && moduleOf(entry)?.origin;
  return {
    isTransparent: entry !== undefined && (origin === 'nginx' || !opaque.has(origin ?? '')),
    makes: makers.get(name),
    compiles: evaluatedOf(name),
  };
}

/** Collects variables that are made and used; at the end those are told that nobody makes (`ngx_http_variables_init_vars`). */
export class Variables {
  private readonly made = new Set<string>();
  private readonly used: {
    readonly name: string;
    readonly kind: 'http' | 'stream';
    readonly placement: Placement;
    readonly word: Word;
  }[] = [];
  private isOpaque = false;

  constructor(private readonly configuration: NginxConfiguration) {
    this.isOpaque = configuration.kind !== 'main' || !configuration.isWhole || configuration.isTemplate;
  }

  /** `traits`: undefined for an entry, whose named groups alone count. */
  add(placement: Placement, patterns: readonly Pattern[], traits: Traits | undefined): void {
    if (this.isOpaque) return;
    const { directive, context } = placement;
    if (traits) {
      const { name, args } = directive;
      if (context === 'unknown' || name.value === 'load_module') {
        this.isOpaque = name.value !== 'load_module' || !isHarmless(args[0]?.value ?? '');
        return;
      }
      if (!traits.isTransparent) {
        this.isOpaque = true;
        return;
      }
      // `ngx_http_memcached_pass` asks for it.
      if (name.value === 'memcached_pass')
        this.used.push({ name: 'memcached_key', kind: 'http', placement, word: name });
      if (traits.makes !== undefined) this.make(args.at(traits.makes)?.value);
      if (traits.compiles !== undefined && !context.startsWith('mail'))
        this.use(placement, patterns, traits.compiles);
    } else if (placement.parent?.directive.name.value === 'map') {
      this.use(placement, patterns, [0]);
    }
    for (const { text } of patterns) this.captures(text);
  }

  private use(placement: Placement, patterns: readonly Pattern[], compiles: Evaluated): void {
    const { context } = placement.context === 'entries' ? (placement.parent ?? placement) : placement;
    const kind = context.startsWith('stream') ? 'stream' : 'http';
    for (const word of evaluatedWords(placement, patterns, compiles)) {
      for (const { name, start, nameStart } of variablesIn(word.value)) {
        if (/^\d/.test(name)) continue;
        // What envsubst is to replace.
        if (nameStart > start + 1 && /^[A-Z][A-Z\d_]*$/.test(name)) this.isOpaque = true;
        this.used.push({ name, kind, placement, word });
      }
    }
  }

  finish(report: Report): void {
    if (this.isOpaque) return;
    const { version } = this.configuration;
    const fine = { http: new Set<string>(), stream: new Set<string>() };
    for (const { name, kind, placement, word } of this.used) {
      if (fine[kind].has(name)) continue;
      const known = variablesNamed(name).filter((entry) => entry.kind === kind);
      if (this.made.has(name.toLowerCase()) || known.some((entry) => isInRelease(entry, version))) {
        fine[kind].add(name);
        continue;
      }
      const [older] = known;
      const [suggestion] = suggest(name, [...this.made, ...builtIn]);
      const problem: Problem = {
        family: 'unknown-variable',
        placement,
        word,
        says: `unknown "${name.toLowerCase()}" variable`,
        told: toldOf(name, version ?? '', older, suggestion),
      };
      report(problem);
    }
  }

  private make(text: string | undefined): void {
    const name = madeVariable(text ?? '');
    if (name !== undefined) this.made.add(name);
  }

  private captures(text: string): void {
    for (const [, name = ''] of text.matchAll(/\(\?(?:P?<|')([A-Za-z_]\w*)[>']/g))
      this.made.add(name.toLowerCase());
  }
}

/** Modules of nginx itself that Debian and others load, whose variables the catalogue has. */
const isHarmless = (path: string): boolean =>
  /ngx_(stream|mail|http_(geoip|image_filter|xslt_filter|perl|brotli\w*|headers_more\w*|dav_ext|fancyindex|subs_filter\w*|cache_purge|auth_pam|uploadprogress|upstream_fair))_module\.so$/.test(
    path,
  );

const builtIn = allVariables()
  .filter(({ kind, prefix }) => kind === 'http' && !prefix)
  .map(({ name }) => name);

function toldOf(
  name: string,
  version: string,
  older: { readonly since?: string } | undefined,
  suggestion: string | undefined,
): string {
  if (older)
    return older.since === undefined
      ? t('nginx {version} does not have the variable "${name}".', { version, name })
      : t('The variable "${name}" needs nginx {since} or newer, but this is {version}.', {
          name,
          since: older.since,
          version,
        });
  return suggestion === undefined
    ? t('Nothing defines the variable "${name}". Correct it, or define it with set or map.', { name })
    : t('Nothing defines the variable "${name}". Did you mean "${suggestion}"?', { name, suggestion });
}
