import { t } from '@vscode/l10n';
import type { App, ClusterModel } from '../../cluster/model';
import type { TypeSource } from '../../cluster/types';
import { makeSerializable } from '../../languages/java/edit';
import { isSerializable, resolveName } from '../../languages/java/resolve';
import { rule, type Fix } from '../define';

/** org.apache.catalina.session.StandardSession.setAttribute: standardSession.setAttribute.iae. */
export const sessionAttributeNotSerializable = rule({
  meta: {
    id: 'java/session-attribute-not-serializable',
    severity: 'error',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      own: '{type} is not Serializable, so it cannot leave this Tomcat with its session, and in a distributable app this setAttribute throws an IllegalArgumentException. Implement java.io.Serializable.',
      foreign:
        '{type} is not Serializable, so it cannot leave this Tomcat with its session, and in a distributable app this setAttribute throws an IllegalArgumentException. Store a Serializable value instead.',
    },
  },
  sessionWrite(write, context) {
    const { path, document, model } = context;
    const app = model.appOf(path);
    if (!app || !leavesItsTomcat(app, model)) return;
    const { serializable, qualifiedName } = app.verdictOf(write, document);
    if (serializable !== false || qualifiedName === undefined) return;
    const known = app.types.get(qualifiedName);
    const type = known?.type.name ?? qualifiedName;
    context.report({
      path,
      span: write.span,
      message: known ? 'own' : 'foreign',
      data: { type },
      related: known
        ? [{ path: known.path, span: known.type.nameSpan, message: t('{type} is declared here', { type }) }]
        : [],
      fixes: known ? [fixOf(known, app)] : [],
    });
  },
});

/** Whether the sessions of an app are written out: to other nodes or to a store. */
const leavesItsTomcat = (app: App, { clusters }: ClusterModel): boolean =>
  app.distributable !== undefined ||
  app.sessionStore !== undefined ||
  clusters.some(({ groups }) => groups.some(({ apps, intent }) => intent && apps.includes(app)));

function fixOf(known: TypeSource, app: App): Fix {
  const { path, document, type } = known;
  return {
    title: t('Make {type} implement Serializable', { type: type.name }),
    safe: !losesInherited(known, app),
    edits: new Map([[path, makeSerializable(document, type)]]),
  };
}

/** The fields of a superclass that is not Serializable itself come back empty, or reading fails for want of a constructor. */
function losesInherited({ document, type }: TypeSource, { types }: App): boolean {
  if (type.kind !== 'class') return false;
  return type.extends.some(({ name }) => {
    const parent = resolveName(name, document, type.qualifiedName, (wanted) => types.get(wanted));
    return (
      parent !== 'java.lang.Object' &&
      (parent === undefined || isSerializable(parent, (wanted) => types.get(wanted)) !== true)
    );
  });
}
