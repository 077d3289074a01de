import { isTrue, numberOf, textOf } from '../../../languages/tomcat/values';
import { javaRegexFault } from '../../../languages/text/javaRegex';
import { rule } from '../../define';
import { removeFix, setFix, valueSpanOf } from '../../support/tomcat';
import {
  BACKUP_MANAGER,
  DELTA_MANAGER,
  managerClass,
  PERSISTENT_MANAGER,
  STANDARD_MANAGER,
} from './managers';
import { regexWords } from './regexWords';

/** DeltaManager.stopInternal tells the other nodes to expire what it had, where this is set. */
export const managerExpiresOnShutdown = rule({
  meta: {
    id: 'tomcat/manager-expires-on-shutdown',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      expires:
        'When the application stops on this node, all its sessions end on every node: each restart or new deployment logs all users out. Set it to false, the default.',
    },
  },
  elements: ['Manager'],
  component(manager, { file, report }) {
    if (managerClass(manager, file) !== DELTA_MANAGER) return;
    if (!isTrue(manager, 'expireSessionsOnShutdown', file.properties)) return;
    report({
      path: file.path,
      span: valueSpanOf(manager, 'expireSessionsOnShutdown'),
      message: 'expires',
      fixes: [setFix(file, manager, 'expireSessionsOnShutdown', 'false', false)],
    });
  },
});

/** DeltaManager.waitForSendAllSessions: -1 is for ever, above 0 seconds, and all else does not wait. */
export const managerTransferTimeout = rule({
  meta: {
    id: 'tomcat/manager-transfer-timeout',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      forever:
        'With stateTransferTimeout="-1" the application waits without end at its start for sessions that another node may never send: two nodes that start together can wait for each other, and Tomcat does not finish its start. Use a number of seconds; the default is 60.',
      never:
        'With stateTransferTimeout="{value}" the application does not wait at its start for the sessions of the other nodes, so the first requests may not find theirs. Use a number of seconds; the default is 60.',
    },
  },
  elements: ['Manager'],
  component(manager, { file, report }) {
    const value = numberOf(manager, 'stateTransferTimeout', file.properties);
    if (value === undefined || value > 0 || managerClass(manager, file) !== DELTA_MANAGER) return;
    const place = {
      path: file.path,
      span: valueSpanOf(manager, 'stateTransferTimeout'),
      fixes: [removeFix(file, manager, 'stateTransferTimeout', false)],
    };
    if (value === -1) report({ ...place, message: 'forever', severity: 'warning' });
    else report({ ...place, message: 'never', data: { value } });
  },
});

/** ManagerBase.createSession counts what the manager holds, and a DeltaManager holds the sessions of all nodes. */
export const managerMaxActive = rule({
  meta: {
    id: 'tomcat/manager-max-active',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      all: 'A DeltaManager counts the sessions of all nodes: once the cluster has {value}, every node answers new users with status 500, however few it serves itself. Count for the whole cluster, or remove the limit.',
    },
  },
  elements: ['Manager'],
  component(manager, { file, report }) {
    const value = numberOf(manager, 'maxActiveSessions', file.properties);
    if (value === undefined || value < 0 || managerClass(manager, file) !== DELTA_MANAGER) return;
    report({
      path: file.path,
      span: valueSpanOf(manager, 'maxActiveSessions'),
      message: 'all',
      data: { value },
    });
  },
});

const MANAGERS: ReadonlySet<string | undefined> = new Set([
  DELTA_MANAGER,
  BACKUP_MANAGER,
  STANDARD_MANAGER,
  PERSISTENT_MANAGER,
]);

/** ManagerBase compiles both with java.util.regex.Pattern. */
export const managerFilter = rule({
  meta: {
    id: 'tomcat/manager-filter',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'none',
    messages: {
      invalid:
        '{attribute} is no regular expression ({fault}): Tomcat logs a warning and does not set it, so nothing is filtered. Write a Java regular expression that matches the whole name.',
    },
  },
  elements: ['Manager'],
  component(manager, { file, report }) {
    if (!MANAGERS.has(managerClass(manager, file))) return;
    for (const attribute of ['sessionAttributeNameFilter', 'sessionAttributeValueClassNameFilter']) {
      const fault = javaRegexFault(textOf(manager, attribute, file.properties) ?? '');
      if (!fault) continue;
      report({
        path: file.path,
        span: valueSpanOf(manager, attribute),
        message: 'invalid',
        data: { attribute, fault: regexWords(fault) },
      });
    }
  },
});
