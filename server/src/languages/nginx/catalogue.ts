import generated from '../../../data/nginx.json';
import type { NginxContext } from './contexts';
import { isWithin, type Releases } from '../text/versions';

/** Which values a directive takes, where it is set by a slot that nginx has for many (ngx_conf_set_*_slot in src/core/ngx_conf_file.c). */
export type ValueType =
  | 'flag'
  | 'string'
  | 'strings'
  | 'pair'
  | 'number'
  | 'size'
  | 'offset'
  | 'time'
  | 'seconds'
  | 'buffers'
  | 'enum'
  | 'bitmask'
  | 'path'
  | 'access'
  | 'complex'
  | 'predicate';

/** A word that may follow in a directive: whole (`backup`), or with a value behind it (`weight=`). */
export interface Parameter extends Releases {
  /** With its `=`, where a value follows. */
  readonly name: string;
}

/** One form of a directive in one module: what its `ngx_command_t` says, and what the reference adds. */
export interface DirectiveEntry extends Releases {
  readonly name: string;
  readonly module: string;
  /** `any`: everywhere, as `include` is. */
  readonly in: readonly (NginxContext | 'any')[];
  /** `any`, `flag` (one), `1+`, `2+`, or the counts that are allowed: `1`, `0,2`. */
  readonly args: string;
  readonly block?: boolean;
  /** Undefined where a handler of its own reads the arguments. */
  readonly type?: ValueType;
  /** Of an enum or a bitmask; nginx compares without regard to case. */
  readonly values?: readonly string[];
  /** What its handler compares its arguments with. Releases stand there where they are not those of the form. */
  readonly parameters?: readonly Parameter[];
  readonly min?: number;
  readonly max?: number;
  /** Setting it twice at one level "is duplicate". */
  readonly once?: boolean;
  /** It is deprecated, and this is what to write instead. */
  readonly replacedBy?: string;
  /** Of the commercial edition alone, though its module is not. */
  readonly plus?: boolean;
  readonly syntax?: readonly string[];
  readonly default?: string;
  /** Its place in the reference. */
  readonly docs?: string;
}

export interface ModuleEntry {
  readonly name: string;
  readonly type: 'core' | 'conf' | 'events' | 'http' | 'stream' | 'mail';
  /** `nginx`, `plus` for the commercial edition's, else the name under which people know the module. */
  readonly origin: string;
  /** It is built only with this option of configure, which packages and images mostly give. */
  readonly option?: string;
}

export interface VariableEntry extends Releases {
  /** Without `$`; of a prefix with what follows left out: `arg_`. */
  readonly name: string;
  readonly module: string;
  readonly kind: 'http' | 'stream';
  readonly prefix?: boolean;
  readonly changeable?: boolean;
}

export interface CatalogueData {
  /** The releases that were read, from the oldest to the newest. */
  readonly first: string;
  readonly last: string;
  /** Names of directives in nginx's own sources, by release. */
  readonly counts: Readonly<Record<string, number>>;
  readonly modules: readonly ModuleEntry[];
  /** Forms in the order in which the build asks its modules. */
  readonly directives: readonly DirectiveEntry[];
  readonly variables: readonly VariableEntry[];
}

/** The generator writes what CatalogueData says; the compiler sees no more than texts in it. */
const isCatalogue = (value: object): value is CatalogueData => 'directives' in value && 'variables' in value;

if (!isCatalogue(generated)) throw new Error('server/data/nginx.json is no catalogue');

export const catalogue: CatalogueData = generated;

const grouped = <Entry extends { readonly name: string }>(
  entries: readonly Entry[],
): ReadonlyMap<string, readonly Entry[]> => {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.name);
    if (group) group.push(entry);
    else groups.set(entry.name, [entry]);
  }
  return groups;
};

const directives = grouped(catalogue.directives);
const modules = new Map(catalogue.modules.map((module) => [module.name, module]));
const variables = grouped(catalogue.variables.filter(({ prefix }) => !prefix));
const prefixes = catalogue.variables.filter(({ prefix }) => prefix);

/** All forms of a directive in the order in which nginx asks its modules; empty for a name that nobody knows. */
export const directivesNamed = (name: string): readonly DirectiveEntry[] => directives.get(name) ?? [];

export const directiveNames = (): IterableIterator<string> => directives.keys();

export const moduleOf = ({ module }: { readonly module: string }): ModuleEntry | undefined =>
  modules.get(module);

/** Whether the commercial edition alone has it. */
export const isPlus = (entry: DirectiveEntry): boolean =>
  entry.plus === true || moduleOf(entry)?.origin === 'plus';

/** Whether a version may have it, of which no release need be known. */
export const isInRelease = (entry: Releases, version: string | undefined): boolean =>
  isWithin(entry, version) !== false;

export const isAllowedIn = (entry: DirectiveEntry, context: NginxContext): boolean =>
  entry.in.some((one) => one === context || one === 'any');

/** Whether so many arguments are allowed, as ngx_conf_handler counts them in src/core/ngx_conf_file.c. */
export function takes({ args }: DirectiveEntry, count: number): boolean {
  switch (args) {
    case 'any':
      return true;
    case 'flag':
      return count === 1;
    case '1+':
      return count >= 1;
    case '2+':
      return count >= 2;
    default:
      return args.split(',').includes(String(count));
  }
}

export const allVariables = (): readonly VariableEntry[] => catalogue.variables;

/** The built-in variable of this name (without `$`), also by its prefix; several where http and stream have one. */
export function variablesNamed(name: string): readonly VariableEntry[] {
  const lower = name.toLowerCase();
  const exact = variables.get(lower);
  return exact ?? prefixes.filter((prefix) => lower.startsWith(prefix.name));
}

/**
 * Whether every nginx has a variable of this name (without `$`) that a configuration may not make anew, as those of the
 * core and of modules that are always built are unless they are flagged NGX_HTTP_VAR_CHANGEABLE.
 */
export function isTaken(name: string, context: NginxContext): boolean {
  const kind = context.startsWith('stream') ? 'stream' : 'http';
  const known = (variables.get(name.toLowerCase()) ?? []).filter((entry) => entry.kind === kind);
  return (
    known.length > 0 &&
    known.every((entry) => {
      const module = moduleOf(entry);
      return (
        !entry.changeable &&
        entry.since === undefined &&
        entry.until === undefined &&
        module?.origin === 'nginx' &&
        module.option === undefined
      );
    })
  );
}
