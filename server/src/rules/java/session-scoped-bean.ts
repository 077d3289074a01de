import { t } from '@vscode/l10n';
import type { App } from '../../cluster/model';
import type { JavaDocument, SessionValue } from '../../languages/java/tree';
import { folderOf, isInside } from '../../languages/text/paths';
import type { Span } from '../../languages/text/span';
import { type ContextOf, rule } from '../define';
import { reportStop, stopMessages } from './stops';
import { fixSerializable, isWrittenByTomcat, leavesItsTomcat } from './support';

const messages = {
  ...stopMessages,
  bean: '{type} lives in the session and is not Serializable, so it cannot leave this Tomcat with it, and a distributable app fails where it is made. Implement java.io.Serializable.',
  foreignBean:
    '{type} lives in the session and is not Serializable, so it cannot leave this Tomcat with it, and a distributable app fails where it is made. Keep a Serializable object in the session.',
} as const;

/** Beans that CDI, JSF or Spring put into the session: org.apache.catalina.session.StandardSession.setAttribute judges them too. */
export const sessionScopedBean = rule({
  meta: { id: 'java/session-scoped-bean', severity: 'warning', refusedBy: 'none', fix: 'safe', messages },
  sessionBean(bean, context) {
    const { path, document, model } = context;
    const app = model.appOf(path);
    if (app) judge(bean, { app, path, span: bean.span, document }, context);
  },
  facesBean({ className, span }, context) {
    const { path, model } = context;
    const app = model.apps.find((one) => isConfiguration(path, one));
    const known = app?.types.get(className);
    // One with an annotation has its diagnostic there.
    if (!app || !known || known.document.sessionBeans.some(({ value }) => value.type?.name === className))
      return;
    const type = { span, name: className, args: [], arrayDimensions: 0 };
    const bean = { value: { span, type, exact: true }, inType: undefined };
    judge(bean, { app, path, span, document: known.document }, context);
  },
});

interface Place {
  readonly app: App;
  readonly path: string;
  readonly span: Span;
  /** In which the names of the bean's type mean something. */
  readonly document: JavaDocument;
}

function judge(
  bean: SessionValue,
  { app, path, span, document }: Place,
  context: ContextOf<typeof messages>,
): void {
  const { model } = context;
  const { serializable, qualifiedName } = app.verdictOf(bean, document);
  if (serializable !== false || qualifiedName === undefined) {
    const stop = app.stopOf(bean, document);
    if (!stop || (stop.steps.length === 0 && !stop.superclass) || !isWrittenByTomcat(app, model)) return;
    reportStop(stop, app, context, { path, span });
    return;
  }
  if (!leavesItsTomcat(app, model)) return;
  const known = app.types.get(qualifiedName);
  const name = known?.type.name ?? qualifiedName;
  const missing = known && app.objects.missingFrom(known);
  const isElsewhere = known && (known.path !== path || known.type.nameSpan.start !== span.start);
  context.report({
    path,
    span,
    severity: 'error',
    message: known ? 'bean' : 'foreignBean',
    data: { type: name },
    related: isElsewhere
      ? [
          {
            path: known.path,
            span: known.type.nameSpan,
            message: t('{type} is declared here', { type: name }),
          },
        ]
      : [],
    fixes: missing
      ? fixSerializable(missing.classes, app, missing.isEnough && missing.classes.length === 1)
      : [],
  });
}

/** In WEB-INF, or in META-INF of what is packaged beside the classes. */
const isConfiguration = (path: string, { webRoot, sourceFolders }: App): boolean =>
  isInside(path, webRoot) || sourceFolders.some((folder) => isInside(path, `${folderOf(folder)}/resources`));
