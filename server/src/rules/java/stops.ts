import { t } from '@vscode/l10n';
import type { App } from '../../cluster/model';
import type { TypeSource } from '../../cluster/types';
import type { Step, Stop } from '../../languages/java/objects';
import type { KnownType } from '../../languages/java/resolve';
import type { Span } from '../../languages/text/span';
import type { ContextOf, Fix, Related } from '../define';
import { fixSerializable } from './support';

/** What is said of a value that is Serializable itself, and of which something that it holds is not. */
export const stopMessages = {
  own: '{path} is not Serializable, so this part of the session does not reach the other Tomcats, and only the log says so (NotSerializableException). Make {type} implement java.io.Serializable, or the field transient.',
  /** Where `transient` is no way out: records, columns of a database. */
  ownOnly:
    '{path} is not Serializable, so this part of the session does not reach the other Tomcats, and only the log says so (NotSerializableException). Make {type} implement java.io.Serializable.',
  foreign:
    '{path} cannot be serialized, so this part of the session does not reach the other Tomcats, and only the log says so (NotSerializableException). Make the field transient, or let it hold a Serializable value.',
  element:
    '{type} in this {container} is not Serializable, so this part of the session does not reach the other Tomcats, and only the log says so (NotSerializableException). Make {type} implement java.io.Serializable.',
  foreignElement:
    '{type} in this {container} cannot be serialized, so this part of the session does not reach the other Tomcats, and only the log says so (NotSerializableException). Store Serializable values instead.',
  outer:
    '{inner} is an inner class and is written with the {type} around it, which is not Serializable, so this part of the session does not reach the other Tomcats, and only the log says so (NotSerializableException). Make {inner} static, or {type} implement java.io.Serializable.',
  superclass:
    '{type} extends {parent}, which is not Serializable and has no constructor without parameters, so the other Tomcats cannot read this part of the session, and only their logs say so (InvalidClassException: no valid constructor). Add that constructor, or make {parent} implement java.io.Serializable.',
} as const;

interface Place {
  readonly path: string;
  readonly span: Span;
}

/** Reports that a value stops somewhere on its way out: an error where it surely does. */
export function reportStop(
  stop: Stop,
  app: App,
  context: ContextOf<typeof stopMessages>,
  { path, span }: Place,
): void {
  const { steps, known, superclass, sure } = stop;
  const last = steps.at(-1);
  const [transient] = transientFix(last, app);
  const said = {
    path,
    span,
    ...(sure ? { severity: 'error' as const } : {}),
    related: relatedTo(stop, app),
    fixes: [...serializableFixes(stop, app), ...(superclass || !transient ? [] : [transient])],
  };
  const type = known?.type.name ?? stop.qualifiedName;
  if (superclass) {
    context.report({ ...said, message: 'superclass', data: { type, parent: superclass.type.name } });
  } else if (last?.kind === 'outer') {
    context.report({ ...said, message: 'outer', data: { inner: last.owner?.type.name ?? '', type } });
  } else if (last && !last.field) {
    const data = { type, container: last.owner?.type.name ?? stop.value };
    context.report({ ...said, message: known ? 'element' : 'foreignElement', data });
  } else if (known) {
    const data = { path: `${wayOf(steps)} : ${type}`, type };
    context.report({ ...said, message: transient ? 'own' : 'ownOnly', data });
  } else context.report({ ...said, message: 'foreign', data: { path: `${wayOf(steps)} : ${type}` } });
}

/** How many fields of a way are named at its ends; what lies between is left out. */
const shown = 3;

/** `MemberVO.account.keys[]` */
function wayOf(steps: readonly Step[]): string {
  const named = steps.filter(({ owner }) => owner);
  const names = named.map(({ owner, field, kind }) => {
    if (kind === 'outer') return `.${owner?.type.qualifiedName.split('.').at(-2) ?? ''}.this`;
    return `${field ? `.${field.name}` : ''}${kind === 'element' ? '[]' : ''}`;
  });
  const way = names.length > 2 * shown ? [...names.slice(0, shown), '.…', ...names.slice(-shown)] : names;
  return (named[0]?.owner?.type.name ?? '') + way.join('');
}

function relatedTo({ steps, known, superclass }: Stop, app: App): readonly Related[] {
  const found: Related[] = [];
  const sourceOf = (one: KnownType | undefined): TypeSource | undefined =>
    one && app.types.get(one.type.qualifiedName);
  for (const { owner, field } of [...steps.slice(0, shown), ...steps.slice(shown).slice(-shown)]) {
    const source = sourceOf(owner);
    if (!source || !field) continue;
    const name = `${source.type.name}.${field.name}`;
    found.push({ path: source.path, span: field.nameSpan, message: t('{name} is declared here', { name }) });
  }
  const end = sourceOf(superclass ?? known);
  if (end) {
    const type = end.type.name;
    found.push({ path: end.path, span: end.type.nameSpan, message: t('{type} is declared here', { type }) });
  }
  return found;
}

function serializableFixes({ known, superclass }: Stop, app: App): readonly Fix[] {
  if (superclass) return fixSerializable([superclass], app, false);
  return known ? fixSerializable(app.objects.missingFrom(known).classes, app, false) : [];
}

/** Annotations of classes whose fields are columns: `transient` would take one out of the database. */
const stored = /(?:^|\.)(?:Document|Embeddable|Entity|MappedSuperclass)$/;

function transientFix(last: Step | undefined, app: App): readonly Fix[] {
  const source = last?.owner && app.types.get(last.owner.type.qualifiedName);
  const field = last?.field;
  if (!source || !field || source.type.kind === 'record') return [];
  if (source.type.annotations.some(({ name }) => stored.test(name))) return [];
  const start = field.type.span.start;
  // `A a, b;` makes both transient.
  if (source.type.fields.filter(({ type }) => type.span.start === start).length > 1) return [];
  const name = `${source.type.name}.${field.name}`;
  return [
    {
      title: t('Make {name} transient', { name }),
      safe: false,
      edits: new Map([[source.path, [{ span: { start, end: start }, text: 'transient ' }]]]),
    },
  ];
}
