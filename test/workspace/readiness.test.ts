import assert from 'node:assert/strict';
import { rules } from '../../server/src/rules/registry';
import { pointFor } from '../../server/src/workspace/readiness';

/** Of the cluster's rules those that say nothing of whether it is one. */
const BESIDE = [
  'cluster/app-not-deployed',
  'cluster/forwarded-headers',
  'cluster/limits',
  'cluster/store-host',
  'cluster/timeouts',
];

describe('the points of readiness', () => {
  it('know each rule about clusters', () => {
    const left = rules
      .map(({ meta }) => meta.id)
      .filter((id) => id.startsWith('cluster/') && pointFor(id) === undefined);
    assert.deepEqual(left, BESIDE);
  });

  it('know the rules of other files that decide', () => {
    const points = [
      'java/session-attribute-deep',
      'tomcat/replication-valve-missing',
      'tomcat/distributable-misplaced',
      'tomcat/route-property-removed',
      'tomcat/membership-address',
      'tomcat/remote-ip-missing',
      'nginx/underscore-upstream-host',
    ].map((id) => {
      assert.ok(
        rules.some(({ meta }) => meta.id === id),
        id,
      );
      return pointFor(id);
    });
    assert.deepEqual(points, [
      'serializable',
      'replication-valve',
      'distributable',
      'jvm-route',
      'one-group',
      'cookie',
      'reached',
    ]);
  });
});
