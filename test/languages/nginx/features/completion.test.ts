import assert from 'node:assert/strict';
import type { NginxContext } from '../../../../server/src/languages/nginx/contexts';
import { typingAt } from '../../../../server/src/languages/nginx/features/at';
import { suggest } from '../../../../server/src/languages/nginx/features/completion';
import { SymbolIndex } from '../../../../server/src/languages/symbols/index';

/** What is offered behind a line in a context, with the word beside it. */
function offered(line: string, context: NginxContext, version?: string): ReadonlyMap<string, string> {
  const typing = typingAt(line, line.length);
  assert.ok(typing);
  const symbols = new SymbolIndex([], new Map());
  const place = {
    typing,
    contexts: new Set([context]),
    version,
    symbols,
    isInLine: true,
    levels: [],
    beside: [],
  };
  return new Map(suggest(place).map(({ label, detail = '' }) => [label, detail]));
}

describe('completion of parameters', () => {
  it('offers those that the release in use has', () => {
    const older = offered('server 10.0.0.1 ', 'upstream', '1.27.2');
    const newer = offered('server 10.0.0.1 ', 'upstream', '1.27.3');
    assert.ok(!older.has('resolve') && older.has('weight='));
    assert.ok(newer.has('resolve') && newer.has('service=') && !newer.has('route='));
    assert.ok(offered('listen 443 ', 'server', '1.25.0').has('quic'));
    assert.ok(!offered('listen 443 ', 'server', '1.24.0').has('quic'));
    assert.ok(!offered('listen 443 ', 'stream server', '1.25.4').has('default_server'));
    assert.ok(offered('keepalive 8 ', 'upstream', '1.29.7').has('local'));
    assert.ok(!offered('keepalive 8 ', 'upstream', '1.29.6').has('local'));
  });

  it('names the release where the one in use may be older', () => {
    for (const version of [undefined, '1.29'])
      assert.equal(offered('listen 443 ', 'server', version).get('multipath'), 'nginx 1.29.7', version);
    assert.equal(offered('listen 443 ', 'server', '1.30').get('multipath'), '');
    assert.equal(offered('stic', 'upstream', '1.29').get('sticky'), 'nginx 1.29.6');
    assert.equal(offered('prox', 'location').get('proxy_http_version'), '');
  });

  it('leaves out what may be gone', () => {
    for (const version of [undefined, '1.19', '1.28.0'])
      assert.ok(!offered('proxy_redirect ', 'location', version).has('false'), version);
    for (const version of [undefined, '1.25', '1.28.0'])
      assert.ok(!offered('ssl', 'server', version).has('ssl'), version);
    assert.ok(offered('ssl', 'server', '1.24').has('ssl'));
  });

  it('has those of the handler that the reference leaves open', () => {
    const flags = [...offered('rewrite ^ / ', 'server').keys()];
    assert.deepEqual(flags.toSorted(), ['break', 'last', 'permanent', 'redirect']);
    assert.ok(!offered('limit_req_zone $a ', 'http').has('sync'));
  });
});
