// server/data/workers.json: the directives of workers.properties, from the lists in mod_jk's jk_util.c and from its reference.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloneOf, filesAt } from '../git.mjs';
import { compare } from '../releases.mjs';

const target = join(import.meta.dirname, '../../../server/data/workers.json');

/** Whose directives a section of the reference tells, where it does not say so of each. */
const SECTIONS = [
  [/^Mandatory/, ['ajp', 'lb', 'status']],
  [/^Connection/, ['ajp']],
  [/^Load Balancing/, ['lb']],
  [/^Status/, ['status']],
];
/** `SUB` is the member of a load balancer, which is a worker for one Tomcat. */
const KINDS = { AJP: 'ajp', SUB: 'ajp', LB: 'lb' };

export function writeWorkers(folder) {
  const files = filesAt(cloneOf(folder, 'apache/tomcat-connectors'), 'HEAD', '', 'jk_util.c', 'workers.xml');
  const rows = workersIn(files.get('native/common/jk_util.c'), files.get('xdocs/reference/workers.xml'));
  writeFileSync(target, `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
}

/** A row a directive that jk_is_valid_property takes. Those of all workers, `list` and `maintain`, are none. */
export function workersIn(source, reference) {
  const names = new Map(
    [...source.matchAll(/^#define\s+(\w+)\s+\(?"([^"]+)"\)?/gm)].map(([, constant, name]) => [
      constant,
      name,
    ]),
  );
  const listOf = (list) => {
    const [, body] = new RegExp(String.raw`\b${list}\[\] = \{([^}]*)\}`).exec(source);
    return new Set([...body.matchAll(/\b[A-Z]\w+/g)].flatMap(([constant]) => names.get(constant) ?? []));
  };
  const told = directivesIn(reference);
  const lists = listOf('list_properties');
  const deprecated = listOf('deprecated_properties');
  return [...listOf('supported_properties')]
    .filter((name) => name !== 'list' && name !== 'maintain')
    .toSorted(compare)
    .map((name) => {
      const { of, default: written } = told.get(name) ?? {};
      return {
        name,
        ...(of && { of: [...of] }),
        ...(written && { default: written }),
        ...(lists.has(name) && { isList: true }),
        ...(deprecated.has(name) && { deprecated: true }),
      };
    });
}

function directivesIn(reference) {
  const found = new Map();
  let section = '';
  const marks =
    /<subsection name="([^"]*)"|<directive name="([^"]*)"(?: workers="([^"]*)")? default="([^"]*)"/g;
  for (const [, title, name, workers, written] of reference.matchAll(marks)) {
    if (title !== undefined) section = title;
    else {
      const kinds =
        workers?.split(',').map((word) => KINDS[word]) ??
        SECTIONS.find(([words]) => words.test(section))?.[1] ??
        [];
      const before = found.get(name);
      found.set(name, {
        of: new Set([...(before?.of ?? []), ...kinds]),
        default:
          before?.default ?? (written === 'see text' || written === 'worker name' ? undefined : written),
      });
    }
  }
  return found;
}
