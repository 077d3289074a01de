import { t } from '@vscode/l10n';
import type { App } from '../../cluster/model';
import { isContainer } from '../../languages/java/jdk';
import type { SessionChange } from '../../languages/java/tree';
import { type Fix, rule } from '../define';
import { indentBefore, lineEndOf } from '../support/edits';
import { isWrittenByTomcat } from './support';

/** org.apache.catalina.ha.session.DeltaSession.isDirty: what set and remove have recorded, and nothing else. */
export const mutatedWithoutSet = rule({
  meta: {
    id: 'java/mutated-without-set',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      changed:
        'The session attribute "{attribute}" is changed here and not stored again. Tomcat sends what setAttribute was called with, so the other Tomcats keep the old value. Call setAttribute after the change.',
    },
  },
  sessionChange(change, context) {
    const { path, document, model } = context;
    const app = model.appOf(path);
    if (!app) return;
    const { qualifiedName } = app.verdictOf(change, document);
    if (qualifiedName === undefined || !isChanging(change, qualifiedName, app)) return;
    if (!isWrittenByTomcat(app, model)) return;
    const { span, attribute, putBack } = change;
    context.report({
      path,
      span,
      message: 'changed',
      data: { attribute },
      fixes: putBack ? [store(path, document.text, span.start, putBack)] : [],
    });
  },
});

/** Whether a method of that name changes objects of the class: one of a JDK's collection, or one that the class declares. */
function isChanging({ method, count }: SessionChange, qualifiedName: string, { types }: App): boolean {
  const known = types.get(qualifiedName);
  if (!known) return isContainer(qualifiedName) && collections.test(method);
  const { type } = known;
  if (type.methods.some(({ name, parameters }) => name === method && parameters.length === count))
    return true;
  return /^set[A-Z]/.test(method) && count === 1 && type.annotations.some(({ name }) => setter.test(name));
}

/** With these Lombok makes setters. */
const setter = /(?:^|\.)(?:Data|Setter)$/;

const collections =
  /^(?:add(?:All|First|Last)?|put(?:All|IfAbsent)?|remove(?:All|If|First|Last)?|clear|push|pop|poll(?:First|Last)?|offer(?:First|Last)?|retainAll|replaceAll)$/;

function store(
  path: string,
  text: string,
  start: number,
  { at, text: statement }: { at: number; text: string },
): Fix {
  const indent = indentBefore(text, start);
  const before = indent === undefined ? ' ' : lineEndOf(text) + indent;
  return {
    title: t('Store it again with setAttribute'),
    safe: false,
    edits: new Map([[path, [{ span: { start: at, end: at }, text: before + statement }]]]),
  };
}
