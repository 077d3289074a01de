// Puts what several Tomcats said together: each thing once, with the releases that have it.
import { compare } from '../releases.mjs';
import { fill, relatives } from './history.mjs';
import { formsOf, grouped } from './ranges.mjs';

/** As java.beans.Introspector.decapitalize: `URIEncoding`, but `jvmRoute`. */
const decapitalize = (name) =>
  /^[A-Z][A-Z0-9]/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);

/** Elements of a file: a row a form. `dumps`: release → what Dump.java said. */
export function elementsOf(dumps, file, ranges, history) {
  const paths = [...new Set([...dumps.values()].flatMap(({ files }) => files[file].map(({ path }) => path)))];
  return paths.toSorted(compare).flatMap((path) => {
    const found = new Map();
    for (const [release, { files }] of dumps) {
      const pattern = files[file].find((one) => one.path === path);
      if (pattern) found.set(release, elementOf(pattern));
    }
    const filled = fill(history, found, (release) => history.hasElement(release, path));
    return formsOf(filled, ranges).map(({ value, in: releases }) => ({
      path,
      ...value,
      ...(releases !== undefined && { in: releases }),
    }));
  });
}

const elementOf = ({
  creates,
  defaultClass,
  classAttribute,
  type,
  adds,
  sets,
  silent,
  excludes,
  calls,
  other,
}) => ({
  ...(defaultClass && { defaultClass }),
  ...(creates && !defaultClass && { needsClass: true }),
  ...(classAttribute && { classAttribute }),
  ...(type && { type }),
  ...(adds && { adds }),
  ...(sets && { sets: true }),
  ...(silent && { silent: true }),
  ...(excludes?.length && { excludes }),
  ...((calls || other === 'CallParamRule') && { text: true }),
});

/** Classes: name → its forms, and its own attributes: those that are not as its superclass has them. */
export function classesOf(dumps, ranges, history) {
  const models = new Map(
    [...dumps].map(([release, { classes }]) => [
      release,
      inherit(new Map(classes.map((one) => [one.name, one]))),
    ]),
  );
  const names = [...new Set([...models.values()].flatMap((classes) => [...classes.keys()]))].toSorted(
    compare,
  );
  return Object.fromEntries(
    names.map((name) => {
      const found = new Map();
      const attributes = new Map();
      for (const [release, classes] of models) {
        const one = classes.get(name);
        if (!one) continue;
        found.set(release, one.is);
        for (const [attribute, value] of Object.entries(one.own)) {
          if (!attributes.has(attribute)) attributes.set(attribute, new Map());
          attributes.get(attribute).set(release, value);
        }
      }
      const family = relatives(name, models);
      const own = [...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return [
        name,
        {
          is: formsOf(
            fill(history, found, (release) => history.hasClass(release, name)),
            ranges,
          ).map(({ value, in: releases }) => ({
            ...value,
            ...(releases !== undefined && { in: releases }),
          })),
          ...(own.length > 0 && {
            attributes: Object.fromEntries(
              own.map(([attribute, values]) => [
                decapitalize(attribute),
                shortest(
                  formsOf(
                    fill(history, values, (release) => history.hasSetter(release, family, attribute)),
                    ranges,
                  ).map(({ value, in: releases }) => ({
                    ...value,
                    ...(releases !== undefined && { in: releases }),
                  })),
                ),
              ]),
            ),
          }),
        },
      ];
    }),
  );
}

/** Their getters say what `auto` is on the machine that is asked (ReceiverBase.getBind). */
const RECEIVERS = [
  'org.apache.catalina.tribes.transport.ReceiverBase',
  'org.apache.catalina.tribes.transport.nio.NioReceiver',
  'org.apache.catalina.tribes.transport.bio.BioReceiver',
];

/** Leaves each class what is its own. An abstract class has the default that most of its direct subclasses show. */
function inherit(classes) {
  const subclasses = grouped(
    [...classes.values()].filter((one) => one.extends),
    (one) => one.extends,
  );
  const depth = (one) => (one?.extends ? 1 + depth(classes.get(one.extends)) : 0);
  const subclassesOf = (one) => subclasses.get(one.name) ?? [];
  for (const name of RECEIVERS) {
    const { attributes = {} } = classes.get(name) ?? {};
    for (const one of ['Address', 'Host']) if (attributes[one]) attributes[one].default = 'auto';
    if (attributes.Bind) delete attributes.Bind.default;
  }
  const deepestFirst = [...classes.values()].toSorted((a, b) => depth(b) - depth(a));
  for (const one of deepestFirst.filter((its) => its.abstract)) {
    for (const [name, attribute] of Object.entries(one.attributes ?? {})) {
      // Whether a setter takes null was tried on objects only.
      if (attribute.type === 'object' && !subclassesOf(one).every((its) => its.attributes[name])) {
        delete one.attributes[name];
        continue;
      }
      const below = subclassesOf(one).flatMap((its) => its.attributes[name]?.default ?? []);
      const most = mostCommon(below);
      if (most !== undefined) attribute.default = most;
    }
  }
  return new Map(
    [...classes].map(([name, one]) => {
      const above = classes.get(one.extends);
      const lost = Object.keys(above?.attributes ?? {}).filter((attribute) => !one.attributes[attribute]);
      const own = [
        ...Object.entries(one.attributes ?? {}).filter(
          ([attribute, value]) => JSON.stringify(value) !== JSON.stringify(above?.attributes?.[attribute]),
        ),
        ...lost.map((attribute) => [attribute, { type: 'none' }]),
      ];
      return [
        name,
        { is: describe(one, above), own: Object.fromEntries(own.map(([its, value]) => [its, short(value)])) },
      ];
    }),
  );
}

/** The type alone where there is no more to say: most of the file are these. */
function shortest(forms) {
  const [{ type, ...rest }] = forms;
  return forms.length === 1 && Object.keys(rest).length === 0 ? type : forms;
}

function mostCommon(texts) {
  const counts = grouped(texts, (text) => text);
  return [...counts.keys()].toSorted((a, b) => counts.get(b).length - counts.get(a).length)[0];
}

/** Attributes that a rule of its own reads before the others are set, though the class has no setter for them. */
export function addRead(dump) {
  for (const { defaultClass, excludes = [], creates } of dump.files['server.xml']) {
    const made = creates && dump.classes.find(({ name }) => name === defaultClass);
    if (!made) continue;
    for (const name of excludes) {
      const capital = name.charAt(0).toUpperCase() + name.slice(1);
      const { default: value } = made.attributes[capital] ?? {};
      made.attributes[capital] = { type: 'string', ...(value !== undefined && { default: value }) };
    }
  }
  return dump;
}

const short = ({ type, default: value, deprecated }) => ({
  type,
  ...(value !== undefined && { default: value }),
  ...(deprecated && { deprecated: true }),
});

const describe = (one, above) => ({
  ...(one.extends && { extends: one.extends }),
  ...(one.implements && { implements: one.implements }),
  ...(one.interface && { interface: true }),
  ...(one.abstract && { abstract: true }),
  ...(one.deprecated && { deprecated: true }),
  ...(one.dynamic && !above?.dynamic && { dynamic: one.dynamic }),
  ...takesOf(one, above),
  ...(one.endpoint && one.endpoint !== above?.endpoint && { endpoint: one.endpoint }),
});

function takesOf({ takes = [] }, above) {
  const own = takes.filter((one) => !above?.takes?.includes(one)).map((one) => one.replace('(', ' '));
  return own.length > 0 ? { takes: own } : {};
}
