import { t } from '@vscode/l10n';
import type { SessionWrite } from '../../languages/java/tree';
import { rule } from '../define';
import { fixValue, leavesItsTomcat } from './support';

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
      /** The same of what puts it there in another way. */
      ownKept:
        '{type} is not Serializable, so it cannot leave this Tomcat with its session, and the session of a distributable app refuses it with an IllegalArgumentException. Implement java.io.Serializable.',
      foreignKept:
        '{type} is not Serializable, so it cannot leave this Tomcat with its session, and the session of a distributable app refuses it with an IllegalArgumentException. Store a Serializable value instead.',
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
      message: messageOf(write, known !== undefined),
      data: { type },
      related: known
        ? [{ path: known.path, span: known.type.nameSpan, message: t('{type} is declared here', { type }) }]
        : [],
      fixes: known ? fixValue(known, app) : [],
    });
  },
});

const messageOf = (
  { method }: SessionWrite,
  isOwn: boolean,
): 'own' | 'foreign' | 'ownKept' | 'foreignKept' => {
  if (method === 'setAttribute') return isOwn ? 'own' : 'foreign';
  return isOwn ? 'ownKept' : 'foreignKept';
};
