// What the modules of one source tree define: directives and variables, with the tables that their values come from.
import { entries, fields, handlers, initialisers, stringOf, stripped } from './csource.mjs';

const TYPES = { CORE: 'core', CONF: 'conf', EVENT: 'events', HTTP: 'http', MAIL: 'mail', STREAM: 'stream' };

/** Bits of a context are used again by each type of module (src/core/ngx_conf_file.h and the types' headers). */
const CONTEXTS = {
  NGX_MAIN_CONF: 'main',
  NGX_EVENT_CONF: 'events',
  NGX_HTTP_MAIN_CONF: 'http',
  NGX_HTTP_SRV_CONF: 'server',
  NGX_HTTP_LOC_CONF: 'location',
  NGX_HTTP_UPS_CONF: 'upstream',
  NGX_HTTP_SIF_CONF: 'if in server',
  NGX_HTTP_LIF_CONF: 'if in location',
  NGX_HTTP_LMT_CONF: 'limit_except',
  NGX_STREAM_MAIN_CONF: 'stream',
  NGX_STREAM_SRV_CONF: 'stream server',
  NGX_STREAM_UPS_CONF: 'stream upstream',
  NGX_MAIL_MAIN_CONF: 'mail',
  NGX_MAIL_SRV_CONF: 'mail server',
  NGX_ANY_CONF: 'any',
};

/** Slots of src/core/ngx_conf_file.c and src/http/ngx_http_script.c, and the type of value that they take. */
const SLOTS = {
  ngx_conf_set_flag_slot: 'flag',
  ngx_conf_set_str_slot: 'string',
  ngx_conf_set_str_array_slot: 'strings',
  ngx_conf_set_keyval_slot: 'pair',
  ngx_conf_set_num_slot: 'number',
  ngx_conf_set_size_slot: 'size',
  ngx_conf_set_off_slot: 'offset',
  ngx_conf_set_msec_slot: 'time',
  ngx_conf_set_sec_slot: 'seconds',
  ngx_conf_set_bufs_slot: 'buffers',
  ngx_conf_set_enum_slot: 'enum',
  ngx_conf_set_bitmask_slot: 'bitmask',
  ngx_conf_set_path_slot: 'path',
  ngx_conf_set_access_slot: 'access',
  ngx_http_set_complex_value_slot: 'complex',
  ngx_http_set_complex_value_zero_slot: 'complex',
  ngx_http_set_complex_value_size_slot: 'complex',
  ngx_stream_set_complex_value_slot: 'complex',
  ngx_stream_set_complex_value_zero_slot: 'complex',
  ngx_stream_set_complex_value_size_slot: 'complex',
  ngx_http_set_predicate_slot: 'predicate',
};

/** Slots that may be set again, as their code shows: they add to a list or a mask. */
const REPEATABLE = new Set(['strings', 'pair', 'bitmask', 'predicate']);

/** `files`: C texts by path. `order`: names of modules in the order of the build, for which see buildOf. */
export function readModules(files, { modules: order, defines } = { modules: [] }) {
  const sources = [...files].map(([path, text]) => ({ path, text: stripped(text) }));
  const tables = readTables(sources);
  const parametersOf = parameterReader(sources);
  const directives = [];
  const variables = [];
  for (const { path, text } of sources) {
    const modules = initialisers(text, 'ngx_module_t').map(({ name, body }) => ({
      name,
      commands: /\b(\w+_commands|\w+_cmds)\b/.exec(body)?.[1],
      type: TYPES[/NGX_(CORE|CONF|EVENT|HTTP|MAIL|STREAM)_MODULE/.exec(body)?.[1]],
    }));
    for (const { name: table, body } of initialisers(text, 'ngx_command_t')) {
      const owner =
        modules.find(({ commands }) => commands === table) ?? (modules.length === 1 ? modules[0] : undefined);
      const module = owner ?? moduleOf(sources, table);
      if (!module?.type) continue;
      for (const [name, mask = '', set = '', , offset = '', post = ''] of entries(body)) {
        const directive = stringOf(name);
        if (directive === undefined) continue;
        const parameters = parametersOf(set);
        directives.push({
          ...directiveOf({ name: directive, mask, set, offset, post, module, tables }),
          ...(parameters.length > 0 && { parameters: parameters.map((parameter) => ({ name: parameter })) }),
        });
      }
    }
    for (const kind of ['http', 'stream']) {
      for (const { body } of initialisers(text, `ngx_${kind}_variable_t`)) {
        for (const [name, , , , flags = ''] of entries(body)) {
          const variable = stringOf(name);
          if (!variable) continue;
          const module = modules.find(({ type }) => type === kind)?.name ?? ownerByPath(path, kind);
          variables.push({
            name: variable,
            kind,
            module,
            ...(/VAR_PREFIX/.test(flags) && { prefix: true }),
            ...(/CHANGEABLE/.test(flags) && { changeable: true }),
          });
        }
      }
    }
    for (const { name, kind, flags } of singleVariables(text)) {
      const module = modules.find(({ type }) => type === kind)?.name ?? ownerByPath(path, kind);
      variables.push({ name, kind, module, ...(flags.includes('CHANGEABLE') && { changeable: true }) });
    }
  }
  const rank = new Map(order.map((name, index) => [name, index]));
  const rankOf = ({ module }) => rank.get(module) ?? order.length;
  return {
    directives: directives.toSorted((a, b) => rankOf(a) - rankOf(b)),
    variables,
    defines,
  };
}

/**
 * The words that a directive's own handler, and what that calls, compares a whole argument with or its beginning:
 * `ngx_strcmp(value[n].data, "quic")`, `ngx_strncmp(value[i].data, "weight=", 7)`.
 */
function parameterReader(sources) {
  const bodies = new Map(sources.flatMap(({ text }) => [...handlers(text)]));
  const read = new Map();
  return function parametersOf(name) {
    if (name in SLOTS || !bodies.has(name)) return [];
    if (!read.has(name)) {
      // Those that call each other are read once.
      read.set(name, []);
      const body = bodies.get(name);
      const own = [
        ...body.matchAll(/\bngx_str\w*cmp\(\w+\[[^\]]+\]\.data,\s*(?:\(u_char \*\)\s*)?"([^"]+)"/g),
      ];
      const called = [...body.matchAll(/\b(ngx_\w+)\(cf,/g)].flatMap(([, other]) => parametersOf(other));
      // `"ipv6only=o"` asks for the beginning of a value as well.
      const words = [...own.map(([, word]) => word.replace(/=.*/, '=')), ...called];
      read.set(name, [...new Set(words)]);
    }
    return read.get(name);
  };
}

/** Variables that are in no table: `ngx_http_add_variable(cf, &name, flags)` with a text of its own. */
function singleVariables(text) {
  const texts = new Map(
    [...text.matchAll(/\bngx_str_t\s+(\w+)\s*=\s*ngx_string\(\s*"(\w+)"\s*\)/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
  return [...text.matchAll(/\bngx_(http|stream)_add_variable\(\s*cf,\s*&(\w+),([^)]*)\)/g)].flatMap(
    ([, kind, name, flags]) => (texts.has(name) ? [{ name: texts.get(name), kind, flags }] : []),
  );
}

/** A table whose module is in another file. */
function moduleOf(sources, table) {
  for (const { text } of sources) {
    for (const { name, body } of initialisers(text, 'ngx_module_t')) {
      if (!new RegExp(`\\b${table}\\b`).test(body)) continue;
      return { name, type: TYPES[/NGX_(CORE|CONF|EVENT|HTTP|MAIL|STREAM)_MODULE/.exec(body)?.[1]] };
    }
  }
  return undefined;
}

const ownerByPath = (path, kind) =>
  /\/(ngx_\w+_module)\.c$/.exec(path)?.[1] ??
  (kind === 'http' ? 'ngx_http_core_module' : 'ngx_stream_core_module');

/** Names in tables that `post` points at: enums, bitmasks, bounds. */
function readTables(sources) {
  const values = new Map();
  const bounds = new Map();
  const deprecated = new Map();
  for (const { text } of sources) {
    for (const type of ['ngx_conf_enum_t', 'ngx_conf_bitmask_t']) {
      for (const { name, body } of initialisers(text, type)) {
        values.set(
          name,
          entries(body).flatMap(([value]) => stringOf(value) ?? []),
        );
      }
    }
    for (const { name, body } of initialisers(text, 'ngx_conf_num_bounds_t')) {
      const [, low, high] = fields(body);
      bounds.set(name, [Number(low), Number(high)]);
    }
    for (const { name, body } of initialisers(text, 'ngx_conf_deprecated_t')) {
      deprecated.set(name, /"([^"]+)"\s*$/.exec(body.trim())?.[1] ?? '');
    }
  }
  return { values, bounds, deprecated };
}

function directiveOf({ name, mask, set, post, module, tables }) {
  const flags = mask.split('|').map((flag) => flag.trim());
  const type = SLOTS[set];
  const table = post.replace(/^&/, '');
  const values = type === 'enum' || type === 'bitmask' ? tables.values.get(table) : undefined;
  const [min, max] = tables.bounds.get(table) ?? [];
  return {
    name,
    module: module.name,
    moduleType: module.type,
    in: flags.flatMap((flag) => CONTEXTS[flag] ?? []),
    args: argumentsOf(flags),
    ...(flags.includes('NGX_CONF_BLOCK') && { block: true }),
    ...(type && { type }),
    ...(values && { values }),
    ...(min > 0 && { min }),
    ...(max > 0 && { max }),
    ...(type && !REPEATABLE.has(type) && { once: true }),
    ...(tables.deprecated.has(table) && { replacedBy: tables.deprecated.get(table) }),
  };
}

/** `any`, `flag`, `1+`, `2+`, or the counts that are allowed, such as `0,1,3`; in the order in which nginx asks. */
function argumentsOf(flags) {
  if (flags.includes('NGX_CONF_ANY')) return 'any';
  if (flags.includes('NGX_CONF_FLAG')) return 'flag';
  if (flags.includes('NGX_CONF_1MORE')) return '1+';
  if (flags.includes('NGX_CONF_2MORE')) return '2+';
  const counts = new Set();
  for (const flag of flags) {
    if (flag === 'NGX_CONF_NOARGS') counts.add(0);
    for (const digit of /^NGX_CONF_TAKE(\d+)$/.exec(flag)?.[1] ?? '') counts.add(Number(digit));
  }
  return [...counts].toSorted((a, b) => a - b).join(',');
}

/** Names of the modules in the order of the build, and of those that are built only when asked for: auto/modules and auto/options. */
export function buildOf(autoModules, autoOptions) {
  const off = new Set([...autoOptions.matchAll(/^(\w+)=NO$/gm)].map((match) => match[1]));
  const option = new Map();
  for (const [, flag, variable] of autoOptions.matchAll(/^\s*--(with-[\w-]+)\)\s+(\w+)=YES/gm))
    option.set(variable, flag);
  const modules = [];
  const optional = new Map();
  let condition;
  for (const line of autoModules.split('\n')) {
    const variable = /^\s*if \[ \$(\w+) (?:=|!=) \w+ \]/.exec(line)?.[1];
    if (/^\s*if /.test(line)) condition = variable;
    const name = /ngx_module_name="?(ngx_\w+)/.exec(line)?.[1];
    if (!name) continue;
    for (const own of line.replace(/.*ngx_module_name="?/, '').match(/ngx_\w+/g) ?? [name]) {
      modules.push(own);
      if (condition && off.has(condition) && option.has(condition)) optional.set(own, option.get(condition));
    }
  }
  return { modules, optional };
}
