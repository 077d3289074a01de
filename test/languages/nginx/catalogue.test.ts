import assert from 'node:assert/strict';
import {
  catalogue,
  directivesNamed,
  isInRelease,
  isPlus,
  moduleOf,
  takes,
  variablesNamed,
} from '../../../server/src/languages/nginx/catalogue';
import { compareVersions } from '../../../server/src/languages/text/versions';

/** Forms of a name in a release, as `module: contexts (arguments)`. */
const formsAt = (name: string, version: string): readonly string[] =>
  directivesNamed(name)
    .filter((entry) => isInRelease(entry, version))
    .map((entry) => `${entry.module}: ${entry.in.join(', ')} (${entry.args})`);

describe('the catalogue of directives', () => {
  it('has as many names of each release as its sources', () => {
    const counted = {
      '1.18.0': 597,
      '1.20.2': 601,
      '1.22.1': 605,
      '1.24.0': 605,
      '1.26.3': 615,
      '1.28.0': 622,
      '1.29.6': 628,
      '1.30.4': 629,
      '1.31.4': 655,
    };
    for (const [version, count] of Object.entries(counted)) {
      assert.equal(catalogue.counts[version], count, version);
      const names = new Set(
        catalogue.directives
          .filter((entry) => moduleOf(entry)?.origin === 'nginx' && !isPlus(entry))
          .filter((entry) => isInRelease(entry, version))
          .map(({ name }) => name),
      );
      assert.equal(names.size, count, `names that are in ${version}`);
    }
  });

  it('knows from which release on a name is there, until when, and in which form', () => {
    assert.deepEqual(formsAt('sticky', '1.29.5'), []);
    assert.deepEqual(formsAt('sticky', '1.29.6'), ['ngx_http_upstream_sticky_module: upstream (2+)']);
    assert.deepEqual(formsAt('keepalive', '1.29.6'), ['ngx_http_upstream_keepalive_module: upstream (1)']);
    assert.deepEqual(formsAt('keepalive', '1.31.4'), ['ngx_http_upstream_keepalive_module: upstream (1,2)']);
    assert.deepEqual(formsAt('ssl', '1.25.1'), []);
    assert.equal(formsAt('ssl', '1.22').length, 2);
  });

  it('has each form once in a release and context, so that the first is the one that nginx takes', () => {
    for (const { name, module, since, until } of catalogue.directives) {
      const others = directivesNamed(name).filter((entry) => entry.module === module);
      const overlapping = others.filter(
        (entry) =>
          (entry.until === undefined || since === undefined || compareVersions(entry.until, since) >= 0) &&
          (until === undefined || entry.since === undefined || compareVersions(until, entry.since) >= 0) &&
          entry.block !== true,
      );
      assert.ok(overlapping.length <= 2, `${name} of ${module} is there ${overlapping.length} times`);
    }
  });

  it('has values, bounds and repetition of what nginx sets by a slot', () => {
    const [satisfy] = directivesNamed('satisfy');
    assert.deepEqual([satisfy?.type, satisfy?.values, satisfy?.once], ['enum', ['all', 'any'], true]);
    const [level] = directivesNamed('gzip_comp_level');
    assert.deepEqual([level?.type, level?.min, level?.max], ['number', 1, 9]);
    const [protocols] = directivesNamed('ssl_protocols');
    assert.deepEqual([protocols?.type, protocols?.once], ['bitmask', undefined]);
  });

  it('counts arguments as nginx does', () => {
    const entry = (name: string, module: RegExp): Parameters<typeof takes>[0] => {
      const found = directivesNamed(name).find((one) => module.test(one.module));
      assert.ok(found);
      return found;
    };
    assert.deepEqual(
      [0, 1, 2].map((count) => takes(entry('proxy_pass', /http/), count)),
      [false, true, false],
    );
    assert.deepEqual(
      [0, 1, 9].map((count) => takes(entry('listen', /http/), count)),
      [false, true, true],
    );
    assert.deepEqual(
      [0, 1, 2].map((count) => takes(entry('gzip', /http/), count)),
      [false, true, false],
    );
  });

  it('knows modules that people add, and the names of the commercial edition', () => {
    for (const [name, origin] of Object.entries({
      content_by_lua_block: 'lua',
      js_content: 'njs',
      more_set_headers: 'headers-more',
      echo: 'echo',
      brotli: 'brotli',
      vhost_traffic_status_zone: 'vts',
      auth_jwt: 'plus',
    })) {
      const [entry] = directivesNamed(name);
      assert.ok(entry, name);
      assert.equal(moduleOf(entry)?.origin, origin, name);
    }
    assert.ok(directivesNamed('proxy_cache_purge').every(isPlus));
    assert.ok(directivesNamed('proxy_pass').every((entry) => !isPlus(entry)));
  });

  it('finds variables by name without regard to case, and by prefix', () => {
    assert.equal(variablesNamed('Host')[0]?.name, 'host');
    assert.equal(variablesNamed('cookie_jsessionid')[0]?.name, 'cookie_');
    assert.deepEqual(variablesNamed('nothing_such'), []);
  });
});
