import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { connect, findLabs, type Engine, type LabError } from '../../client/src/lab';
import { compile } from '../../client/src/lab/compile';
import { images } from '../helpers/engine';
import { temporaryFolders, writeAll } from '../workspace/temporary';

const SERVLET = `package shop;

import jakarta.servlet.http.HttpServlet;

public class Cart extends HttpServlet {
  public record Item(String name) {}

  String greet() {
    return Words.HELLO;
  }
}
`;
const WORDS = `package shop;

class Words {
  static final String HELLO = "안녕";
}
`;

/** A jar with one file, stored as it is (PKWARE's APPNOTE, 4.3). */
function jarOf(path: string, data: Buffer): Buffer {
  const name = Buffer.from(path);
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt32LE(crc32(data), 10);
  facts.writeUInt32LE(data.length, 14);
  facts.writeUInt32LE(data.length, 18);
  facts.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, name, data]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), facts, Buffer.alloc(14), name]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
}

describe('the compiler that Tomcat carries', () => {
  const labId = randomBytes(4).toString('hex');
  const target = '/usr/local/tomcat/webapps/ROOT/WEB-INF/classes';
  const cache = process.env['XDG_CACHE_HOME'];
  const folders = temporaryFolders();
  let engine: Engine;
  let folder: string;
  let steps: string[];

  before(async () => {
    engine = await connect();
  });
  beforeEach(async () => {
    folder = await folders.make();
    process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
    steps = [];
  });
  afterEach(() => {
    if (cache === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = cache;
  });

  const write = (files: Parameters<typeof writeAll>[1]): Promise<void> => writeAll(folder, files);

  const run = (sources: string[], libraries: string[] = [], signal = new AbortController().signal) =>
    compile(
      engine,
      {
        image: images.tomcat,
        sources: sources.map((it) => join(folder, it)),
        libraries: libraries.map((it) => join(folder, it)),
        target,
      },
      { labId, signal, onStep: ({ message }) => steps.push(message) },
    );

  const leftovers = async (): Promise<number> =>
    (await findLabs(engine)).filter((it) => it.labId === labId).length;

  it('makes classes of several folders, and does not work twice for the same sources', async () => {
    await write({ 'a/shop/Cart.java': SERVLET, 'b/shop/Words.java': WORDS });
    const classes = await run(['a', 'b']);
    assert.deepEqual(classes.map(({ path }) => path).toSorted(), [
      `${target}/shop/Cart$Item.class`,
      `${target}/shop/Cart.class`,
      `${target}/shop/Words.class`,
    ]);
    const [first] = classes;
    assert.ok(first);
    assert.equal((await first.read()).readUInt32BE(0), 0xcafebabe);
    assert.deepEqual(steps, ['Compiling 2 Java files']);
    assert.equal(await leftovers(), 0);

    const again = await run(['a', 'b']);
    assert.deepEqual(steps, ['Compiling 2 Java files']);
    assert.deepEqual(
      again.map(({ path }) => path),
      classes.map(({ path }) => path),
    );

    const kept = Array.from({ length: 60 }, (_, index) => `cache/cluster-lab/classes/${index}.tar`);
    await write(Object.fromEntries(kept.map((path) => [path, ''])));
    for (const path of kept) await utimes(join(folder, path), 1, 1);
    await write({ 'b/shop/Words.java': WORDS.replace('안녕', 'hello') });
    await run(['a', 'b']);
    assert.equal(steps.length, 2);
    await run(['a', 'b']);
    assert.equal(steps.length, 2, 'what was compiled last is kept');
    assert.equal(
      (await readdir(join(folder, 'cache/cluster-lab/classes'))).length,
      50,
      'and the oldest is not',
    );
  });

  it('takes what lies in folders of jars and of classes for libraries', async () => {
    await write({ 'a/shop/Words.java': WORDS.replace('class Words', 'public class Words') });
    const [words] = await run(['a']);
    assert.ok(words);
    await write({
      'classes/shop/Words.class': await words.read(),
      'lib/words.jar': jarOf('shop/Words.class', await words.read()),
      'b/shop/Cart.java': SERVLET,
    });
    for (const library of ['classes', 'lib', 'lib/words.jar'])
      assert.equal((await run(['b'], [library])).length, 2, library);
    assert.equal(steps.length, 4);
  });

  it("says the compiler's own words on the user's line", async () => {
    await write({ 'a/shop/Cart.java': SERVLET });
    await assert.rejects(run(['a']), (error: LabError) => {
      assert.equal(error.kind, 'compile-failed');
      assert.equal(error.message, 'The Java sources do not compile: Words cannot be resolved to a variable');
      assert.deepEqual(error.detail.place, { file: join(folder, 'a/shop/Cart.java'), line: 8 });
      return true;
    });
    assert.equal(await leftovers(), 0);
    assert.deepEqual(await readdir(folder), ['a']);
  });

  it('is cancelled', async () => {
    await write({ 'a/shop/Words.java': WORDS });
    const controller = new AbortController();
    const running = run(['a'], [], controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
    assert.equal(await leftovers(), 0);
  });

  it('has nothing to do without sources, and says which folder it cannot read', async () => {
    await write({ 'a/readme.txt': 'no Java' });
    assert.deepEqual(await run(['a']), []);
    await assert.rejects(run(['nowhere']), (error: LabError) => {
      assert.equal(error.kind, 'unreadable-file');
      assert.match(error.message, /^nowhere could not be read for the lab: it does not exist\.$/);
      return true;
    });
  });

  it('goes on where the result cannot be kept', async () => {
    await write({ 'a/shop/Words.java': WORDS, cache: 'a file where a folder should be' });
    assert.equal((await run(['a'])).length, 1);
    assert.ok(
      steps.some((it) => it.startsWith('The compiled classes could not be kept for the next start: ')),
      steps.join('\n'),
    );
  });
});
