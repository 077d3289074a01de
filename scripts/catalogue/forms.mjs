/** Forms of things over releases. Where the same form was away in between, it counts as there: patches of stable branches come between. */
export class Forms {
  forms = new Map();

  constructor(versions) {
    this.versions = versions;
  }

  add(version, things) {
    for (const thing of things) {
      const key = JSON.stringify(thing);
      const form = this.forms.get(key);
      if (form) form.until = version;
      else this.forms.set(key, { thing, since: version, until: version });
    }
  }

  all() {
    const last = this.versions.at(-1);
    return [...this.forms.values()].map(({ thing, since, until }) => ({
      ...thing,
      ...(since !== this.versions[0] && { since }),
      ...(until !== last && { until }),
    }));
  }
}
