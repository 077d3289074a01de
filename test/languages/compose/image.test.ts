import { strict as assert } from 'node:assert';
import { imageVersion } from '../../../server/src/languages/compose/image';

describe('imageVersion', () => {
  const cases: [reference: string, name: string, version: string | undefined][] = [
    ['tomcat:10.1-jdk17', 'tomcat', '10.1'],
    ['tomcat:10.1.34-jdk21-temurin-noble', 'tomcat', '10.1.34'],
    ['tomcat:9', 'tomcat', '9'],
    ['tomcat', 'tomcat', undefined],
    ['tomcat:latest', 'tomcat', undefined],
    ['tomcat:jdk17', 'tomcat', undefined],
    ['nginx:1.27-alpine3.20', 'nginx', '1.27'],
    ['nginx:stable-alpine3.20', 'nginx', undefined],
    ['nginx:v1.27.0', 'nginx', '1.27.0'],
    ['bitnami/tomcat:11.0', 'tomcat', '11.0'],
    ['localhost:5000/tomcat', 'tomcat', undefined],
    ['registry.example.com:5000/team/nginx:1.18', 'nginx', '1.18'],
    ['tomcat:10.1@sha256:0123456789abcdef', 'tomcat', '10.1'],
    ['tomcat@sha256:0123456789abcdef', 'tomcat', undefined],
    ['tomcat:${VERSION:-10.1}', 'tomcat', undefined],
    ['${REGISTRY:-docker.io/library}/tomcat:10.1', 'tomcat', '10.1'],
    ['tomcat:10b', 'tomcat', undefined],
    ['', '', undefined],
  ];
  for (const [reference, name, version] of cases)
    it(`takes "${reference}" apart`, () => {
      const read = imageVersion(reference);
      assert.equal(read.name, name);
      assert.equal(read.version, version);
    });

  it('keeps registry and folders in the repository', () => {
    assert.equal(imageVersion('r:5000/a/tomcat:1@sha256:0').repository, 'r:5000/a/tomcat');
    assert.equal(imageVersion('tomcat:jdk17').tag, 'jdk17');
  });
});
