import { compare } from './releases.mjs';

/**
 * Forms of things over releases, with the releases of their parameters, which make no form of their own. Where the same
 * was away in between, it counts as there: patches of stable branches come between.
 */
export class Forms {
  forms = new Map();

  constructor(versions) {
    this.versions = versions;
  }

  add(version, things) {
    for (const { parameters = [], ...thing } of things) {
      const form = seen(this.forms, JSON.stringify(thing), version, () => ({ thing, parameters: new Map() }));
      for (const { name } of parameters) seen(form.parameters, name, version, () => ({}));
    }
  }

  all() {
    const always = { since: this.versions[0], until: this.versions.at(-1) };
    return [...this.forms.values()].map((form) => ({
      ...form.thing,
      ...releases(form, always),
      ...(form.parameters.size > 0 && { parameters: parametersOf(form) }),
    }));
  }
}

/** In releases whose handler compares nothing it takes anything, as that of `http2_push` from 1.25.1 on. */
function parametersOf({ parameters }) {
  const all = [...parameters.values()];
  const read = {
    since: all.map(({ since }) => since).toSorted(compare)[0],
    until: all
      .map(({ until }) => until)
      .toSorted(compare)
      .at(-1),
  };
  return [...parameters].map(([name, own]) => ({ name, ...releases(own, read) }));
}

function seen(map, key, version, make) {
  const known = map.get(key) ?? { ...make(), since: version };
  known.until = version;
  map.set(key, known);
  return known;
}

/** Those that differ from the releases of what it belongs to. */
const releases = ({ since, until }, whole) => ({
  ...(since !== whole.since && { since }),
  ...(until !== whole.until && { until }),
});
