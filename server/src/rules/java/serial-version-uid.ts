import { t } from '@vscode/l10n';
import type { App } from '../../cluster/model';
import { addVersion } from '../../languages/java/edit';
import type { JavaDocument, SessionValue } from '../../languages/java/tree';
import { type ContextOf, rule } from '../define';
import { leavesItsTomcat } from './support';

const messages = {
  missing:
    '{type} is kept in the session and has no serialVersionUID: after a change to the class, a new method even, nodes of one build cannot read the sessions of the other (InvalidClassException). Add one.',
} as const;

/** java.io.ObjectStreamClass.computeDefaultSUID: without one it depends on names, members and even on the compiler. */
export const serialVersionUid = rule({
  meta: { id: 'java/serial-version-uid', severity: 'information', refusedBy: 'none', fix: 'safe', messages },
  sessionWrite(write, context) {
    look(write, context.document, context.model.appOf(context.path), context);
  },
  sessionBean(bean, context) {
    look(bean, context.document, context.model.appOf(context.path), context);
  },
});

function look(
  value: SessionValue,
  document: JavaDocument,
  app: App | undefined,
  context: ContextOf<typeof messages>,
): void {
  if (!app) return;
  const { serializable, qualifiedName = '' } = app.verdictOf(value, document);
  const known = serializable === true ? app.types.get(qualifiedName) : undefined;
  // What decides itself what is written has a form of its own; enums and records need no number.
  if (known?.type.kind !== 'class' || known.type.modifiers.includes('abstract')) return;
  const { type } = known;
  if (type.fields.some(({ name }) => name === 'serialVersionUID')) return;
  if (type.methods.some(({ name }) => name === 'writeReplace')) return;
  if (!leavesItsTomcat(app, context.model)) return;
  const title = t('Add a serialVersionUID to {type}', { type: type.name });
  context.report({
    path: known.path,
    span: type.nameSpan,
    message: 'missing',
    data: { type: type.name },
    fixes: [{ title, safe: true, edits: new Map([[known.path, addVersion(known.document, type)]]) }],
  });
}
