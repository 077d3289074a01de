// What no digester pattern with a class says: the elements of web.xml and tomcat-users.xml, and the classes that are gone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from '../releases.mjs';
import { formsOf } from './ranges.mjs';

const read = (name) => JSON.parse(readFileSync(join(import.meta.dirname, 'sources', name), 'utf8'));

/** Elements of web.xml or web-fragment.xml that a digester has rules for, with those above them. */
export function webElements(dumps, file, ranges) {
  const root = file === 'web.xml' ? 'web-app' : 'web-fragment';
  const byRelease = [...dumps].map(([release, { files }]) => [
    release,
    new Set(
      files[file].flatMap((path) => {
        // A few patterns of fragments are written for `web-app`.
        const names = [root, ...path.split('/').slice(1)];
        return names.map((_, index) => names.slice(0, index + 1).join('/'));
      }),
    ),
  ]);
  const paths = [...new Set(byRelease.flatMap(([, own]) => [...own]))].toSorted(compare);
  return paths.map((path) => {
    const [form] = formsOf(
      byRelease.flatMap(([release, own]) => (own.has(path) ? [[release, {}]] : [])),
      ranges,
    );
    return { path, ...(form.in !== undefined && { in: form.in }) };
  });
}

/** As MemoryUserDatabase reads it; see the inner classes of org.apache.catalina.users.MemoryUserDatabase. */
export const userElements = () => [
  { path: 'tomcat-users', attributes: [] },
  { path: 'tomcat-users/group', attributes: ['description', 'groupname', 'name', 'roles'] },
  { path: 'tomcat-users/role', attributes: ['description', 'name', 'rolename'] },
  {
    path: 'tomcat-users/user',
    attributes: ['fullName', 'fullname', 'groups', 'name', 'password', 'roles', 'username'],
  },
];

export const removedClasses = () =>
  Object.entries(read('removed.json').classes).map(([name, [until, successor]]) => ({
    name,
    until,
    ...(successor && { successor }),
  }));

/** Documents what the reference leaves out. */
export function addOurs(classes) {
  for (const [name, { doc, attributes = {} }] of Object.entries(read('ours.json').classes)) {
    const one = classes[name];
    if (!one) throw new Error(`No Tomcat has ${name}`);
    one.doc ??= doc;
    for (const [attribute, text] of Object.entries(attributes)) {
      one.docs ??= {};
      one.docs[attribute] ??= { doc: text };
    }
  }
}
