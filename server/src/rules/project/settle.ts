import { type Settled, baseFolderOf, LAB_FILE } from '../../cluster/settled';
import type { ClusterModel, TomcatNode } from '../../cluster/model';
import type { JsonNode } from '../../languages/labFile/json';
import { entryOf, folderOf, isInside } from '../../languages/text/paths';
import type { TextEdit } from '../../languages/text/span';
import type { Fix } from '../define';

/** One choice, as it is added to cluster-lab.json. */
export type Choice =
  | { readonly key: 'compose'; readonly value: readonly string[] }
  | { readonly key: 'hosts'; readonly value: Readonly<Record<string, string>> }
  | {
      readonly key: 'apps';
      readonly value: readonly { readonly source: string; readonly nodes: readonly string[] }[];
    };

/** The fix that writes a choice down; none where the file is there and cannot be read as it should be. */
export function settleFix(
  model: Pick<ClusterModel, 'settled' | 'root'>,
  title: string,
  choice: Choice,
): readonly Fix[] {
  const { settled } = model;
  if (!settled) {
    const text = `${JSON.stringify({ [choice.key]: choice.value }, undefined, 2)}\n`;
    return [{ title, safe: false, edits: new Map(), creates: new Map([[labFileOf(model), text]]) }];
  }
  const edit = addition(settled, choice);
  return edit ? [{ title, safe: false, edits: new Map([[settled.path, [edit]]]) }] : [];
}

const labFileOf = ({ settled, root }: Pick<ClusterModel, 'settled' | 'root'>): string =>
  settled?.path ?? entryOf(root, LAB_FILE);

/** A path as cluster-lab.json has it: from its own folder. */
export function writtenIn(model: Pick<ClusterModel, 'settled' | 'root'>, path: string): string {
  let folder = folderOf(labFileOf(model));
  let up = '';
  while (!isInside(path, folder) && folder !== folderOf(folder)) {
    folder = folderOf(folder);
    up += '../';
  }
  return path === folder ? up || '.' : up + path.slice(folder.length).replace(/^\//, '');
}

/** What a node is called there: by its service or its own name, where no other is called so, else by its folder. */
export function nameFor(node: TomcatNode, model: Pick<ClusterModel, 'settled' | 'root' | 'nodes'>): string {
  const { service, serverXml, name } = node;
  const own = service?.name ?? name;
  const isOwn = model.nodes.every(
    (other) =>
      (other.name !== own && other.service?.name !== own) ||
      (service
        ? other.service?.name === service.name && other.service.project === service.project
        : other === node),
  );
  return isOwn || !serverXml ? own : writtenIn(model, baseFolderOf(serverXml.path));
}

function addition({ document: { root, faults } }: Settled, { key, value }: Choice): TextEdit | undefined {
  if (root?.kind !== 'object' || faults.length > 0) return undefined;
  const there = root.entries.find((entry) => entry.key === key)?.value;
  if (!there) return into(root, `"${key}": ${indented(value, 1)}`, 1);
  if (there.kind === 'object' && !Array.isArray(value))
    return into(
      there,
      Object.entries(value)
        .map(([name, own]) => `${JSON.stringify(name)}: ${JSON.stringify(own)}`)
        .join(`,\n${'  '.repeat(2)}`),
      2,
    );
  if (there.kind === 'array' && Array.isArray(value))
    return into(there, value.map((item) => indented(item, 2)).join(`,\n${'  '.repeat(2)}`), 2);
  return undefined;
}

const indented = (value: unknown, depth: number): string =>
  JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${'  '.repeat(depth)}`);

/** Behind the last of an object or a list. */
function into(node: JsonNode, text: string, depth: number): TextEdit {
  const ends =
    node.kind === 'object'
      ? node.entries.map(({ value, keySpan }) => (value?.span ?? keySpan).end)
      : node.kind === 'array'
        ? node.items.map(({ span }) => span.end)
        : [];
  const last = ends.at(-1);
  const indent = `\n${'  '.repeat(depth)}`;
  if (last !== undefined) return { span: { start: last, end: last }, text: `,${indent}${text}` };
  const span = { start: node.span.start + 1, end: node.span.end - 1 };
  return { span, text: `${indent}${text}\n${'  '.repeat(depth - 1)}` };
}
