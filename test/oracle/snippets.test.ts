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
import { expand, prefixesOf, readSnippets, type Snippet } from './snippet';

const inHttp = (body: string, http = ''): string => `events {}\nhttp {\n${http}${body}\n}\n`;
const inServer = (body: string, http = ''): string => inHttp(`server {\n${body}\n}`, http);
const inLocation = (body: string): string => inServer(`location / {\n${body}\n}`);

const snippets = readSnippets('nginx');
const expanded = (name: string): string => {
  const snippet = snippets.get(name);
  assert.ok(snippet, name);
  return expand(snippet);
};

/** A snippet where it belongs. */
function context(name: string, { in: [place] = [] }: Snippet): string {
  const body = expanded(name);
  if (name === 'WebSocket to Tomcat') return inServer(body, expanded('Map for WebSocket'));
  if (place === 'main') return body;
  if (place === 'http') return inHttp(body);
  if (place === 'server') return inServer(body);
  if (place === 'location') return inLocation(body);
  throw new Error(`"${name}" does not say where it belongs`);
}

describe('snippets', function () {
  this.timeout(60_000);

  it('for nginx are accepted by nginx where they belong', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'snippets-'));
    try {
      const { certificate, key } = await selfSigned(['localhost']);
      await writeFile(join(folder, 'server.crt'), certificate);
      await writeFile(join(folder, 'server.key'), key);
      const texts = [...snippets].map(([name, snippet]) =>
        context(name, snippet).replaceAll('/etc/nginx/certs', folder),
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

  it('for Tomcat say in which elements they may stand', () => {
    for (const [name, snippet] of readSnippets('tomcat')) {
      for (const prefix of prefixesOf(snippet)) assert.match(prefix, /^tomcat-/, name);
      assert.ok(snippet.in && snippet.in.length > 0, name);
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
