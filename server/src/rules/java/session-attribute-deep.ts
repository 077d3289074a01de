import { rule } from '../define';
import { reportStop, stopMessages } from './stops';
import { isWrittenByTomcat } from './support';

/** org.apache.catalina.ha.session.DeltaManager: deltaManager.createMessage.unableCreateDeltaRequest. */
export const sessionAttributeDeep = rule({
  meta: {
    id: 'java/session-attribute-deep',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: stopMessages,
  },
  sessionWrite(write, context) {
    const { path, document, model } = context;
    const app = model.appOf(path);
    const stop = app?.stopOf(write, document);
    // A value that is not Serializable itself is another rule's.
    if (!app || !stop || (stop.steps.length === 0 && !stop.superclass)) return;
    if (!isWrittenByTomcat(app, model)) return;
    reportStop(stop, app, context, { path, span: write.span });
  },
});
