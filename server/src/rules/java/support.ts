import { t } from '@vscode/l10n';
import type { App, ClusterModel } from '../../cluster/model';
import type { TypeSource } from '../../cluster/types';
import { makeSerializable } from '../../languages/java/edit';
import type { KnownType } from '../../languages/java/resolve';
import { resolveName, saysSerializable } from '../../languages/java/resolve';
import type { TextEdit } from '../../languages/text/span';
import type { Fix } from '../define';

/** Whether the sessions of an app are written out: to other nodes or to a store. */
export const leavesItsTomcat = (app: App, { clusters }: ClusterModel): boolean =>
  app.distributable !== undefined ||
  app.sessionStore !== undefined ||
  clusters.some(({ groups }) => groups.some(({ apps, intent }) => intent && apps.includes(app)));

/** Whether Tomcat itself writes them, by Java's serialization; what a store of others does is not known. */
export const isWrittenByTomcat = (app: App, model: ClusterModel): boolean =>
  app.sessionStore === undefined &&
  leavesItsTomcat(app, model) &&
  !model.clusters.some(
    ({ apps, nodes }) => apps.includes(app) && nodes.some(({ sessionStore }) => sessionStore !== undefined),
  );

/** What makes the value of a session attribute Serializable, with what its fields hold: else the attribute would be lost without an exception. */
export function fixValue(known: TypeSource, app: App): readonly Fix[] {
  const missing = app.objects.missingFrom(known);
  return missing
    ? fixSerializable(missing.classes, app, missing.isEnough && missing.classes.length === 1)
    : [];
}

/** Makes classes of an app Serializable, in one action. */
export function fixSerializable(classes: readonly KnownType[], app: App, safe: boolean): readonly Fix[] {
  const known = classes.flatMap(({ type }) => app.types.get(type.qualifiedName) ?? []);
  const [first, second] = known;
  if (!first) return [];
  const edits = new Map<string, TextEdit[]>();
  for (const { path, document, type } of known) {
    const all = edits.get(path) ?? [];
    edits.set(path, all);
    for (const edit of makeSerializable(document, type)) {
      const { span, text } = edit;
      // Two classes of one file need its import once.
      if (!all.some((one) => one.span.start === span.start && one.span.end === span.end && one.text === text))
        all.push(edit);
    }
  }
  const { name } = first.type;
  let title = t('Make {type} implement Serializable', { type: name });
  if (known.length > 2)
    title = t('Make {type} and {count} more classes implement Serializable', {
      type: name,
      count: known.length - 1,
    });
  else if (second)
    title = t('Make {type} and {other} implement Serializable', { type: name, other: second.type.name });
  return [{ title, safe: safe && !known.some((one) => losesInherited(one, app)), edits }];
}

/** The fields of a superclass that is not Serializable itself come back empty, or reading fails for want of a constructor. */
function losesInherited({ document, type }: TypeSource, { types }: App): boolean {
  if (type.kind !== 'class') return false;
  return type.extends.some(({ name }) => {
    const parent = resolveName(name, document, type.qualifiedName, (wanted) => types.get(wanted));
    return (
      parent !== 'java.lang.Object' &&
      (parent === undefined || saysSerializable(parent, (wanted) => types.get(wanted)) !== true)
    );
  });
}

/** Sources that only tests run. */
export const isTestSource = (path: string): boolean => /\/(?:test|tests|it)\//.test(path);
