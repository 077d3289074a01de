import { t } from '@vscode/l10n';
import { childrenNamed } from '../../../languages/tomcat/components';
import { simpleName } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { nameSpanOf, setFix } from '../../support/tomcat';
import {
  BACKUP_MANAGER,
  DELTA_MANAGER,
  managerClass,
  PERSISTENT_MANAGER,
  STANDARD_MANAGER,
} from './managers';

/** PersistentManagerBase.startInternal logs the lack of a Store; other managers have no method setStore, which ends the reading of the file. */
export const managerStore = rule({
  meta: {
    id: 'tomcat/manager-store',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      none: 'This PersistentManager has no Store: Tomcat logs "No Store configured, persistence disabled", keeps the sessions in memory, and loses them when it stops. Add a <Store>, such as DataSourceStore or FileStore.',
      notTaken:
        '{manager} takes no Store: Tomcat logs "Cannot find method [setStore]" and does not start {what}. Use PersistentManager.',
    },
  },
  elements: ['Manager'],
  component(manager, { file, report }) {
    const name = managerClass(manager, file);
    if (manager.parent?.name !== 'Context' || name === undefined) return;
    const [store] = childrenNamed(manager, 'Store');
    if (name === PERSISTENT_MANAGER) {
      if (!store && file.isWhole)
        report({ path: file.path, span: nameSpanOf(manager, 'className'), message: 'none' });
    } else if (store && [STANDARD_MANAGER, DELTA_MANAGER, BACKUP_MANAGER].includes(name)) {
      report({
        path: file.path,
        span: store.element.nameSpan,
        message: 'notTaken',
        data: {
          manager: simpleName(name),
          what: whatStops[file.kind === 'server.xml' ? 'server' : (file.role ?? 'app')](),
        },
        fixes: [setFix(file, manager, 'className', PERSISTENT_MANAGER, false)],
      });
    }
  },
});

const whatStops = {
  server: () => t('at all'),
  default: () => t('any application'),
  descriptor: () => t('this application'),
  app: () => t('this application'),
};
