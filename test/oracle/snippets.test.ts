import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { selfSigned } from '../../client/src/lab/certificate';
import { parseJava } from '../../server/src/languages/java/parse';
import { parseNginx } from '../../server/src/languages/nginx/parser';
import { parseXml } from '../../server/src/languages/xml/parse';
import { judge } from './nginx';
import { expand, prefixesOf, readSnippets } from './snippet';

const inHttp = (body: string, http = ''): string => `events {}\nhttp {\n${http}${body}\n}\n`;
const inServer = (body: string, http = ''): string => inHttp(`server {\n${body}\n}`, http);
const inLocation = (body: string): string => inServer(`location / {\n${body}\n}`);

const snippets = readSnippets('nginx');
const expanded = (name: string): string => {
  const snippet = snippets.get(name);
  assert.ok(snippet, name);
  return expand(snippet);
};

/** Where a snippet belongs, as its description says. */
function context(name: string, description: string): string {
  const body = expanded(name);
  if (name === 'Main file') return body;
  if (description.includes('(in http)')) return inHttp(body);
  if (name === 'WebSocket to Tomcat') return inServer(body, expanded('Map for WebSocket'));
  if (description.includes('(in server)')) return inServer(body);
  if (description.includes('(in location)')) return inLocation(body);
  throw new Error(`the description of "${name}" does not say where it belongs`);
}

describe('snippets', function () {
  this.timeout(60_000);

  it('for nginx are accepted by nginx where they belong', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'snippets-'));
    try {
      const { certificate, key } = await selfSigned(['localhost']);
      await writeFile(join(folder, 'server.crt'), certificate);
      await writeFile(join(folder, 'server.key'), key);
      const texts = [...snippets].map(([name, { description }]) =>
        context(name, description).replaceAll('/etc/nginx/certs', folder),
      );
      const names = [...snippets.keys()];
      for (const [index, { accepted, output }] of (await judge(texts)).entries()) {
        assert.ok(accepted, `${names[index]}: ${output}`);
        assert.doesNotMatch(output, /\[warn\]/, names[index]);
        assert.deepEqual(parseNginx(texts[index] ?? '').faults, []);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('for Tomcat are well-formed', () => {
    for (const [name, snippet] of readSnippets('tomcat')) {
      const text = `<Server>\n${expand(snippet)}\n</Server>`;
      assert.deepEqual(parseXml(text).faults, [], name);
      new XMLParser({ ignoreAttributes: false }).parse(text, true);
    }
  });

  it('for Tomcat never show in other XML: their names begin with tomcat-, and they name their files', () => {
    for (const [name, snippet] of readSnippets('tomcat')) {
      for (const prefix of prefixesOf(snippet)) assert.match(prefix, /^tomcat-/, name);
      assert.ok(snippet.include && snippet.include.length > 0, name);
      for (const pattern of snippet.include) assert.match(pattern, /^(server|context|web)[^/]*\.xml$/, name);
    }
  });

  it('for Java make a Serializable class', () => {
    const [first] = readSnippets('java').values();
    assert.ok(first);
    const { types } = parseJava(expand(first));
    const [type] = types;
    assert.ok(type);
    assert.deepEqual(
      type.implements.map(({ name }) => name),
      ['java.io.Serializable'],
    );
    assert.deepEqual(
      type.fields.map(({ name }) => name),
      ['serialVersionUID'],
    );
  });

  it('have prefixes of their own', () => {
    for (const language of ['nginx', 'tomcat', 'java']) {
      const prefixes = [...readSnippets(language).values()].flatMap(prefixesOf);
      assert.deepEqual(prefixes.toSorted(), [...new Set(prefixes)].toSorted());
    }
  });
});
