import assert from 'node:assert/strict';
import {
  childrenOf,
  classesFor,
  classNamed,
  elementAt,
  isA,
  isClassIn,
  isKnownVersion,
  removedClass,
  takesChild,
  tomcatLines,
} from '../../../server/src/languages/tomcat/catalogue';
import {
  attributeNamed,
  attributesOf,
  connectorAttributes,
} from '../../../server/src/languages/tomcat/catalogueAttributes';

const channel = 'Server/Service/Engine/Cluster/Channel'.split('/');
const connector = 'org.apache.catalina.connector.Connector';

describe('catalogue of Tomcat', () => {
  it('has the lines that are maintained or widely run', () => {
    assert.deepEqual(tomcatLines, ['8.5', '9.0', '10.1', '11.0']);
    assert.equal(isKnownVersion('10'), true);
    assert.equal(isKnownVersion('7.0.109'), false);
    assert.equal(isKnownVersion(undefined), false);
  });

  it('says what an element makes and what its parent wants', () => {
    assert.equal(
      elementAt('server.xml', ['Server', 'Service', 'Engine'], '10.1.34')?.defaultClass,
      'org.apache.catalina.core.StandardEngine',
    );
    const interceptor = elementAt('server.xml', [...channel, 'Interceptor'], '9.0');
    assert.equal(interceptor?.needsClass, true);
    assert.equal(interceptor.type, 'org.apache.catalina.tribes.ChannelInterceptor');
    assert.equal(elementAt('server.xml', ['Server', 'Engine'], '9.0'), undefined);
    assert.ok(elementAt('server.xml', [...channel, 'Membership', 'Member'], undefined));
    assert.equal(elementAt('server.xml', [...channel, 'Membership', 'Member'], '8.5'), undefined);
  });

  it('has the children of an element', () => {
    const names = childrenOf('server.xml', ['Server'], '11.0').map(({ path }) => path);
    assert.deepEqual(names, ['Server/GlobalNamingResources', 'Server/Listener', 'Server/Service']);
    assert.deepEqual(
      childrenOf('server.xml', [], '11.0').map(({ path }) => path),
      ['Server'],
    );
  });

  it('knows what a class is, and nothing of those of others', () => {
    const delta = 'org.apache.catalina.ha.session.DeltaManager';
    assert.equal(isA(delta, 'org.apache.catalina.Manager', '9.0'), true);
    assert.equal(isA(delta, 'org.apache.catalina.Valve', '9.0'), false);
    assert.equal(isA('com.example.Manager', 'org.apache.catalina.Manager', '9.0'), undefined);
    assert.equal(classNamed('com.example.Manager'), undefined);
    assert.ok(classesFor('org.apache.catalina.ha.ClusterManager', '9.0').some(({ name }) => name === delta));
    assert.equal(classNamed('org.apache.catalina.tribes.ChannelInterceptor')?.abstract, true);
  });

  it('gives attributes with those of superclasses, as the version has them', () => {
    const own = attributesOf('org.apache.catalina.session.StandardManager', '10.1');
    assert.equal(own.get('maxActiveSessions')?.type, 'int');
    assert.equal(own.get('maxActiveSessions')?.default, '-1');
    assert.equal(attributesOf(connector, '11.0').get('maxParameterCount')?.default, '1000');
    assert.equal(attributesOf(connector, '10.1').get('maxParameterCount')?.default, '10000');
    assert.equal(attributesOf(connector, '10.1').get('keystoreFile'), undefined);
    assert.ok(attributesOf(connector, '9.0').get('keystoreFile'));
  });

  it('gives a Connector what its protocol takes', () => {
    assert.ok(connectorAttributes('AJP/1.3', '9.0').get('secretRequired'));
    assert.equal(connectorAttributes('HTTP/1.1', '9.0').get('secretRequired'), undefined);
    assert.ok(connectorAttributes('HTTP/1.1', '9.0').get('socket.rxBufSize'));
    assert.ok(connectorAttributes('HTTP/1.1', '9.0').get('acceptCount'));
  });

  it('finds an attribute as Tomcat does, with a small or a capital first letter', () => {
    const all = attributesOf(connector, '10.1');
    assert.equal(attributeNamed(all, 'RedirectPort')?.name, 'redirectPort');
    assert.equal(attributeNamed(all, 'uRIEncoding')?.name, 'URIEncoding');
    assert.equal(attributeNamed(all, 'redirectport'), undefined);
  });

  it('knows which children an object takes', () => {
    const store = elementAt('context.xml', ['Context', 'Manager', 'Store'], '10.1');
    assert.ok(store);
    assert.equal(takesChild('org.apache.catalina.session.PersistentManager', store, '10.1'), true);
    assert.equal(takesChild('org.apache.catalina.session.StandardManager', store, '10.1'), false);
    assert.equal(takesChild('com.example.Manager', store, '10.1'), undefined);
  });

  it('knows the release that a thing came with', () => {
    const handler = 'org.apache.coyote.ajp.AjpNioProtocol';
    assert.ok(attributesOf(handler, '9.0.31').get('secretRequired'));
    assert.equal(attributesOf(handler, '9.0.30').get('secretRequired'), undefined);
    assert.ok(attributesOf(handler, '9.0').get('secretRequired'));
    const encrypt = 'org.apache.catalina.tribes.group.interceptors.EncryptInterceptor';
    assert.equal(isClassIn(encrypt, '8.5.37'), false);
    assert.equal(isClassIn(encrypt, '8.5.38'), true);
    assert.equal(isClassIn(encrypt, '8.5'), undefined);
  });

  it("has a sentence and a link of Tomcat's reference", () => {
    const port = attributesOf(connector, '11.0').get('redirectPort');
    assert.match(port?.doc ?? '', /SSL/);
    assert.equal(
      port?.link,
      'https://tomcat.apache.org/tomcat-11.0-doc/config/http.html#Attributes_Common%20Attributes_redirectPort',
    );
    assert.match(
      classNamed('org.apache.catalina.tribes.membership.cloud.DNSMembershipProvider')?.doc ?? '',
      /DNS_MEMBERSHIP_SERVICE_NAME/,
    );
  });

  it('does not take what is not known for what is not there', () => {
    const jdbc = 'org.apache.catalina.realm.JDBCRealm';
    assert.equal(isClassIn(jdbc, '9.0.31'), true);
    assert.equal(isClassIn(jdbc, '10.1.1'), false);
    assert.equal(isClassIn(jdbc, '7.0.109'), undefined);
    assert.equal(isClassIn(jdbc, undefined), undefined);
    assert.deepEqual(removedClass(jdbc, '10.1.1'), {
      name: jdbc,
      until: '9.0',
      successor: 'org.apache.catalina.realm.DataSourceRealm',
    });
    assert.equal(removedClass(jdbc, '9.0'), undefined);
    assert.equal(removedClass(jdbc, undefined), undefined);
    assert.equal(removedClass('org.apache.catalina.core.JasperListener', undefined)?.until, '7.0');
  });
});
