import assert from 'node:assert/strict';
import { lineFor, parseVerdicts } from '../../client/src/features/configTest/tomcat/verdicts';

const SERVER_XML = `<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <!-- <Connector port="8443" /> -->
    <Connector port="8080" protocol="HTTP/1.1" maxThreads="many"/>
    <Connector
        port="8443" SSLEnabled="true"><SSLHostConfig><Certificate certificateFile="conf/no.pem"/></SSLHostConfig></Connector>
    <Engine name="Catalina" defaultHost="localhost">
      <Foo/>
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" nosuch="1"/>
      <Valve className="org.apache.catalina.valves.NoSuchValve"/>
      <Host name="localhost"/>
    </Engin>
  </Service>
</Server>`.split('\n');
const CONNECTORS = [3, 4];

/** Level, words, and the line that is meant, from 1. */
const read = (output: string, base?: string): readonly string[] =>
  parseVerdicts(output, base).map(
    (verdict) => `${lineFor(verdict, SERVER_XML, CONNECTORS) + 1} ${verdict.level} ${verdict.words}`,
  );

describe('what catalina.sh configtest says', () => {
  it('is read as Tomcat 10.1 and later write it', () => {
    const output = `Using CATALINA_BASE:   /tmp/base
Nov 29, 2026 6:06:48 AM org.apache.tomcat.util.digester.SetPropertiesRule begin
WARNING: Match [Server/Service/Connector] failed to set property [maxThreads] to [many]
Nov 29, 2026 6:06:48 AM org.apache.tomcat.util.digester.Digester endElement
WARNING: No rules found matching [Server/Service/Engine/Foo]
Nov 29, 2026 6:06:48 AM org.apache.tomcat.util.digester.SetPropertiesRule begin
WARNING: Match [Server/Service/Engine/Cluster] failed to set property [nosuch] to [1]
Nov 29, 2026 6:06:48 AM org.apache.tomcat.util.digester.Digester startElement
SEVERE: Begin event threw exception
java.lang.ClassNotFoundException: org.apache.catalina.valves.NoSuchValve
	at java.base/java.net.URLClassLoader.findClass(URLClassLoader.java:445)

Nov 29, 2026 6:06:48 AM org.apache.catalina.startup.Catalina parseServerXml
WARNING: Unable to load server configuration from [/tmp/base/conf/server.xml]
org.xml.sax.SAXParseException; systemId: file:/tmp/base/conf/server.xml; lineNumber: 10; columnNumber: 66; Error at line [10] column [66]: [org.apache.catalina.valves.NoSuchValve]
	at org.apache.tomcat.util.digester.Digester.createSAXException(Digester.java:1906)
Caused by: java.lang.ClassNotFoundException: org.apache.catalina.valves.NoSuchValve
	... 21 more

Configuration error detected!`;
    assert.deepEqual(read(output, '/tmp/base'), [
      '4 warning Match [Server/Service/Connector] failed to set property [maxThreads] to [many]',
      '8 warning No rules found matching [Server/Service/Engine/Foo]',
      '9 warning Match [Server/Service/Engine/Cluster] failed to set property [nosuch] to [1]',
      '10 error [org.apache.catalina.valves.NoSuchValve] (ClassNotFoundException: org.apache.catalina.valves.NoSuchValve)',
    ]);
  });

  it('is read as Tomcat 8.5 writes it', () => {
    const output = `Nov 29, 2026 6:06:47 AM org.apache.catalina.startup.SetAllPropertiesRule begin
WARNING: [SetAllPropertiesRule]{Server/Service/Connector} Setting property 'maxThreads' to 'many' did not find a matching property.
Nov 29, 2026 6:06:47 AM org.apache.tomcat.util.digester.Digester endElement
WARNING:   No rules found matching 'Server/Service/Engine/Foo'.
Nov 29, 2026 6:06:47 AM org.apache.tomcat.util.digester.Digester fatalError
SEVERE: Parse Fatal Error at line 12 column 7: The element type "Engine" must be terminated by the matching end-tag "</Engine>".
org.xml.sax.SAXParseException; systemId: file:/tmp/base/conf/server.xml; lineNumber: 12; columnNumber: 7; The element type "Engine" must be terminated by the matching end-tag "</Engine>".
	at com.sun.org.apache.xerces.internal.parsers.AbstractSAXParser.parse(AbstractSAXParser.java:1243)

Nov 29, 2026 6:06:47 AM org.apache.catalina.startup.Catalina load
WARNING: Catalina.start using conf/server.xml: The element type "Engine" must be terminated by the matching end-tag "</Engine>".
Configuration error detected!`;
    assert.deepEqual(read(output), [
      `4 warning [SetAllPropertiesRule]{Server/Service/Connector} Setting property 'maxThreads' to 'many' did not find a matching property.`,
      `8 warning No rules found matching 'Server/Service/Engine/Foo'.`,
      '12 error The element type "Engine" must be terminated by the matching end-tag "</Engine>".',
    ]);
  });

  it('is at the connector that it names, by its port or by its number', () => {
    const failed = (
      name: string,
    ): string => `29-Nov-2026 06:06:49.100 SEVERE [main] org.apache.catalina.util.LifecycleBase.handleSubClassException Failed to initialize component [Connector["${name}"]]
	org.apache.catalina.LifecycleException: Protocol handler initialization failed
		at org.apache.catalina.connector.Connector.initInternal(Connector.java:1011)
	Caused by: java.lang.IllegalArgumentException: Error creating SSLContext
		... 13 more
	Caused by: java.io.FileNotFoundException: /tmp/base/conf/no.pem (No such file or directory)
		... 20 more
29-Nov-2026 06:06:49.200 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [740] milliseconds`;
    const words = `error Failed to initialize component [Connector["NAME"]]: FileNotFoundException: conf/no.pem (No such file or directory)`;
    for (const name of ['https-jsse-nio-8443', 'https-jsse-nio-127.0.0.1-auto-2'])
      assert.deepEqual(read(failed(name), '/tmp/base'), [`5 ${words.replace('NAME', name)}`]);
  });

  it('is not that a port of this machine is taken', () => {
    const output = `SEVERE: Failed to initialize component [Connector["http-nio-8080"]]
org.apache.catalina.LifecycleException: Protocol handler initialization failed
Caused by: java.net.BindException: Address already in use
	... 13 more`;
    assert.deepEqual(read(output), []);
  });

  it('is nothing where Tomcat takes the file', () => {
    const output = `Nov 29, 2026 6:06:47 AM org.apache.coyote.AbstractProtocol init
INFO: Initializing ProtocolHandler ["http-nio-8080"]
Nov 29, 2026 6:06:47 AM org.apache.catalina.startup.Catalina load
INFO: Server initialization in [740] milliseconds`;
    assert.deepEqual(read(output), []);
  });
});
