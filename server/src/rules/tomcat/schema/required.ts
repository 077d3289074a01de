import type { TomcatFile } from '../../../cluster/model';
import { either } from '../../../languages/text/suggest';
import { isBefore } from '../../../languages/text/versions';
import type { Component } from '../../../languages/tomcat/components';
import { attributeOf, ownClass } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { outcomeOf } from './faults';

interface Required {
  readonly element: string;
  /** The last name of the class; undefined: any. */
  readonly className?: string;
  /** One of these has to be written, or all of them. */
  readonly names: readonly string[];
  readonly all?: true;
  /** Only beside this attribute. */
  readonly beside?: string;
  /** Not with one of these. */
  readonly unless?: readonly string[];
  readonly message: 'stops' | 'connector' | 'realm' | 'roles';
}

/** What has neither a default nor a check that says more. */
const REQUIRED: readonly Required[] = [
  // JniLifecycleListener.lifecycleEvent
  {
    element: 'Listener',
    className: 'JniLifecycleListener',
    names: ['libraryName', 'libraryPath'],
    message: 'stops',
  },
  // NamingContextListener.addEnvironment: a NullPointerException.
  { element: 'Environment', names: ['type'], unless: ['lookup'], message: 'stops' },
  // StandardContext.mergeParameters: a NullPointerException.
  { element: 'Parameter', names: ['name'], message: 'stops' },
  // SSLUtilBase.getKeyManagers
  {
    element: 'Certificate',
    names: ['certificateFile'],
    beside: 'certificateKeyFile',
    unless: ['certificateKeystoreFile', 'certificateKeystoreType', 'certificateKeystorePassword'],
    message: 'connector',
  },
  // FilterValve.startInternal
  { element: 'Valve', className: 'FilterValve', names: ['filterClassName'], message: 'stops' },
  // DataSourceRealm.startInternal from 10.1 on; before, the statements that it makes are none.
  {
    element: 'Realm',
    className: 'DataSourceRealm',
    names: ['userTable', 'userNameCol', 'userCredCol'],
    all: true,
    message: 'realm',
  },
  ...['roleNameCol userRoleTable', 'userRoleTable roleNameCol'].map((pair): Required => {
    const [beside = '', name = ''] = pair.split(' ');
    return { element: 'Realm', className: 'DataSourceRealm', names: [name], beside, message: 'roles' };
  }),
];

export const attributeMissing = rule({
  meta: {
    id: 'tomcat/attribute-missing',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'none',
    messages: {
      stops: '<{name}> needs {names}, and {outcome} without it. Write it.',
      connector:
        'certificateKeyFile is there and no certificateFile: this connector does not start, and Tomcat runs on. Name the file of the certificate.',
      realm:
        'A DataSourceRealm without {names} finds no users: nobody can log in. Write what the database has.',
      roles:
        'A DataSourceRealm without {names} finds no roles, and newer Tomcats do not start it. Write what the database has.',
    },
  },
  elements: [...new Set(REQUIRED.map(({ element }) => element))],
  component(component, { file, report }) {
    const { path } = file;
    const { name, element } = component;
    for (const { names, message } of missingIn(component, file)) {
      const place = { path, span: element.nameSpan };
      if (message === 'stops')
        report({ ...place, message, data: { name, names: either(names), outcome: outcomeOf(file) } });
      else if (message === 'realm' || message === 'roles')
        report({
          ...place,
          severity: isStopped(file) ? 'error' : 'warning',
          message,
          data: { names: either(names) },
        });
      else report({ ...place, message });
    }
  },
});

const isStopped = ({ version }: TomcatFile): boolean => isBefore(version, '10.1') === false;

/** With the names that are missing. */
const missingIn = (component: Component, { properties }: TomcatFile): readonly Required[] =>
  REQUIRED.flatMap((required) => {
    const { element, className, names, all, beside, unless = [] } = required;
    const isWritten = (name: string): boolean => attributeOf(component, name) !== undefined;
    const missing = names.filter((name) => !isWritten(name));
    if (element !== component.name || missing.length < (all ? 1 : names.length)) return [];
    if (unless.some(isWritten) || (beside !== undefined && !isWritten(beside))) return [];
    if (className !== undefined && ownClass(component, properties) !== className) return [];
    return [{ ...required, names: missing }];
  });
