import { suggest } from '../../../languages/text/suggest';
import { isBefore } from '../../../languages/text/versions';
import { childrenNamed, rootComponent } from '../../../languages/tomcat/components';
import { attributeOf, ownClass, textOf } from '../../../languages/tomcat/values';
import { type Rule, rule } from '../../define';
import { setFix, valueSpanOf } from '../../support/tomcat';

/** UserDatabaseRealm.java: `protected String resourceName = "UserDatabase";` */
const USER_DATABASE = 'UserDatabase';

/** UserDatabaseRealm looks its database up among the global resources when it is first asked, and warns. */
const realmResource = rule({
  meta: {
    id: 'tomcat/realm-resource',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      unknown:
        'GlobalNamingResources has no Resource "{name}", so this Realm knows no users: Tomcat only warns, and nobody can log in. Name one of the global resources.',
      absent:
        'GlobalNamingResources has no Resource "UserDatabase", which this Realm uses without a resourceName: Tomcat only warns, and nobody can log in. Name one of the global resources.',
    },
  },
  elements: ['Realm'],
  component(realm, { file, report }) {
    const { path, kind, isWhole, document, properties } = file;
    if (kind !== 'server.xml' || !isWhole || ownClass(realm, properties) !== 'UserDatabaseRealm') return;
    // With this it looks among the resources of the application.
    if (attributeOf(realm, 'localJndiResource')) return;
    const written = attributeOf(realm, 'resourceName');
    const name = written ? textOf(realm, 'resourceName', properties) : USER_DATABASE;
    const root = rootComponent(document);
    if (name === undefined || !root) return;
    const globals = childrenNamed(root, 'GlobalNamingResources');
    // A file without any is a part of one.
    if (globals.length === 0) return;
    const resources = globals.flatMap(({ children }) => children);
    const names = resources.map((resource) => textOf(resource, 'name', properties));
    if (names.some((known) => known === undefined || known === name)) return;
    const known = names.filter((one) => one !== undefined);
    const fixes = suggest(name, known).map((meant) => setFix(file, realm, 'resourceName', meant, false));
    if (written) {
      report({ path, span: valueSpanOf(realm, 'resourceName'), message: 'unknown', data: { name }, fixes });
    } else report({ path, span: realm.element.nameSpan, message: 'absent', fixes });
  },
});

/** NamingResourcesImpl keeps these by name; since 10.1 in a map that takes no null. */
const resourceName = rule({
  meta: {
    id: 'tomcat/resource-name',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'none',
    messages: {
      none: 'This {element} has no name, and Tomcat {version} fails to read the file (NullPointerException). Give it the name by which it is looked up.',
    },
  },
  elements: ['Ejb', 'Environment', 'LocalEjb', 'Resource', 'ResourceEnvRef', 'ServiceRef'],
  component(component, { file, report }) {
    const { path, version } = file;
    const parent = component.parent?.name;
    if (version === undefined || isBefore(version, '10.1') !== false || attributeOf(component, 'name'))
      return;
    if (parent !== 'GlobalNamingResources' && parent !== 'Context') return;
    const { name, nameSpan } = component.element;
    report({ path, span: nameSpan, message: 'none', data: { element: name, version } });
  },
});

export const resourceRules: readonly Rule[] = [realmResource, resourceName];
