import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { judgeCatalogue } from './judge';

describe("what the catalogue says of Tomcat's files, judged by Tomcat's digester", () => {
  it('is what Tomcat says, for every attribute and element', () => {
    const home = process.env['CLUSTER_LAB_TOMCAT_HOME'] ?? '';
    const version = basename(home).replace('apache-tomcat-', '');
    const { attributes, elements, disagreements } = judgeCatalogue({ version, home });
    assert.ok(attributes > 5_000, `${attributes} attributes`);
    assert.ok(elements > 5_000, `${elements} elements`);
    assert.deepEqual(disagreements, []);
  });
});
