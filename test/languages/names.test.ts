import assert from 'node:assert/strict';
import { anywhere, globOf, matcherOf } from '../../server/src/languages/names';

describe('patterns of names', () => {
  it('mean names, wherever they lie, in any case', () => {
    const isMeant = matcherOf([{ names: ['*.conf', 'a+b'] }]);
    for (const path of ['/w/a.conf', 'a.conf', '/W/A.CONF', '/w/.conf', '/w/a+b'])
      assert.ok(isMeant(path), path);
    for (const path of ['/w/a.conf.bak', '/w/aconf', '/w/a.conf/b', '/w/aab', ''])
      assert.ok(!isMeant(path), path);
  });

  it('mean the folder of a file and those around it', () => {
    const isMeant = matcherOf([{ names: ['*'], in: ['sites', 'conf.d'], below: ['nginx'] }]);
    for (const path of ['/w/nginx/sites/a', '/w/Nginx/x/conf.d/a']) assert.ok(isMeant(path), path);
    for (const path of ['/w/nginx/a', '/w/sites/a', '/w/nginx/sites/x/a', '/w/sites/nginx'])
      assert.ok(!isMeant(path), path);
  });

  it('are globs for editors and watchers', () => {
    const globs = [
      { names: ['nginx.conf'] },
      { names: ['*.yml', '*.yaml'] },
      { names: ['web.xml'], in: ['WEB-INF'] },
      { names: ['*.conf'], below: ['nginx', 'openresty'] },
      { names: ['*'], in: ['sites'], below: ['nginx'] },
    ];
    assert.deepEqual(globs.map(globOf), [
      'nginx.conf',
      '{*.yml,*.yaml}',
      '**/WEB-INF/web.xml',
      '**/{nginx,openresty}/**/*.conf',
      '**/nginx/**/sites/*',
    ]);
    assert.deepEqual(globs.slice(0, 3).map(anywhere), [
      '**/nginx.conf',
      '**/{*.yml,*.yaml}',
      '**/WEB-INF/web.xml',
    ]);
  });
});
