import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseProperties } from '../../../server/src/languages/properties/java';
import { modelOf } from '../../helpers/model';
import { ROOT } from '../../helpers/workspace';

const read = (text: string): Record<string, string> =>
  Object.fromEntries(parseProperties(text).entries.map(({ key, value }) => [key, value]));

describe('catalina.properties', () => {
  it('is read as java.util.Properties reads it', () => {
    assert.deepEqual(read('# one\n! two\na=1\n b : 2 \nc 3\nd=x\\\n  y\ne\\=f=\\u0041\\tz\ng\n=h\n'), {
      a: '1',
      b: '2 ',
      c: '3',
      d: 'xy',
      'e=f': 'A\tz',
      g: '',
    });
    assert.deepEqual(read('a=1\r\nb=2\ra=3'), { a: '3', b: '2' });
  });

  it('keeps the places of all, whatever is written', () => {
    const part = fc.oneof(
      fc.constantFrom('a=b', '\\', '\n', '\r\n', '#', ' ', '=', '\\u00', 'key : value'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        let last = 0;
        for (const { keySpan, valueSpan } of parseProperties(text).entries) {
          assert.ok(last <= keySpan.start && keySpan.start < keySpan.end && keySpan.end <= valueSpan.start);
          assert.ok(valueSpan.start <= valueSpan.end && valueSpan.end <= text.length);
          last = valueSpan.end;
        }
      }),
    );
  });

  const SERVER = '<Server port="8005"><Service name="C"><Connector port="${http.port}"/></Service></Server>';
  const valueIn = (texts: Record<string, string>): string | undefined =>
    modelOf(texts)
      .tomcatFiles.find(({ path }) => path.endsWith('server.xml'))
      ?.properties('http.port');

  it('gives the properties of the server.xml beside it', () => {
    assert.equal(
      valueIn({ 'conf/server.xml': SERVER, 'conf/catalina.properties': 'http.port=8081' }),
      '8081',
    );
    assert.equal(
      valueIn({ 'conf/server.xml': SERVER, 'other/catalina.properties': 'http.port=8081' }),
      undefined,
    );
  });

  const compose = (volumes: string, more = ''): Record<string, string> => ({
    'compose.yaml': `services:\n  t:\n    image: tomcat:10.1\n    volumes:\n${volumes}${more}`,
    'conf/server.xml': SERVER,
    'conf/catalina.properties': 'http.port=8081',
  });
  const FOLDER = '      - ./conf:/usr/local/tomcat/conf\n';

  it('counts where the Tomcat reads it, behind what its JVM is given', () => {
    assert.equal(valueIn(compose(FOLDER)), '8081');
    assert.equal(
      valueIn(compose('      - ./conf/server.xml:/usr/local/tomcat/conf/server.xml\n')),
      undefined,
    );
    assert.equal(
      valueIn(compose(FOLDER, '    environment:\n      CATALINA_OPTS: -Dhttp.port=9090\n')),
      '9090',
    );
    assert.equal(valueIn(compose(FOLDER, '    environment:\n      CATALINA_OPTS: -Xmx1g\n')), '8081');
    assert.equal(valueIn(compose(FOLDER, '    environment:\n      JAVA_OPTS: "${OPTS}"\n')), undefined);
  });

  it('makes names that server.xml uses', () => {
    const names = modelOf({
      'conf/server.xml': SERVER,
      'conf/catalina.properties': 'http.port=8081',
    }).names();
    const used = names.at(`${ROOT}/conf/server.xml`, SERVER.indexOf('http.port') + 2);
    assert.ok(used);
    assert.deepEqual(
      names.definitions(used).map(({ path, name }) => [path, name]),
      [[`${ROOT}/conf/catalina.properties`, 'http.port']],
    );
  });
});
