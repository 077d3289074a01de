import { BASE, CONNECTOR, where, ONE, SHOP, juli, type Row } from './project';

/** Failures of a start. */
export const ofAStart: readonly Row[] = [
  {
    failure: 'port-in-use',
    files: where([
      CONNECTOR,
      `${CONNECTOR}\n    <Connector port="8080" protocol="HTTP/1.1" redirectPort="8443"/>`,
    ]),
    log: juli(
      'SEVERE',
      'catalina.core.StandardService.initInternal',
      'Failed to initialize connector [Connector["http-nio-8080"]]',
      '\tjava.net.BindException: Address already in use',
      '\t\tat java.base/sun.nio.ch.Net.bind0(Native Method)',
    ),
    place: ONE,
    line: 'redirectPort="8443"',
    fix: 'Set port="8081"',
  },
  {
    failure: 'ajp-no-secret',
    files: where([
      CONNECTOR,
      `${CONNECTOR}\n    <Connector port="8009" protocol="AJP/1.3" address="0.0.0.0"/>`,
    ]),
    place: ONE,
    line: 'AJP/1.3',
    fix: 'Set a new secret',
  },
  {
    failure: 'server-xml',
    files: where(['<Channel className', '<Channel classNam', ONE]),
    log: juli(
      'SEVERE',
      'tomcat.util.digester.Digester.fatalError',
      'Parse fatal error at line [7] column [10]',
      '\torg.xml.sax.SAXParseException; systemId: file:/usr/local/tomcat/conf/server.xml; lineNumber: 7; columnNumber: 10; words.',
    ),
    place: ONE,
    line: '<Channel classNam',
    fix: 'Set className="org.apache.catalina.tribes.group.GroupChannel"',
  },
  {
    failure: 'web-xml',
    files: where(['<distributable/>', '<distributable>']),
    log: juli(
      'SEVERE',
      'tomcat.util.digester.Digester.fatalError',
      'Parse fatal error at line [3] column [3]',
      '\torg.xml.sax.SAXParseException; systemId: file:/usr/local/tomcat/webapps/shop/WEB-INF/web.xml; lineNumber: 3; columnNumber: 3; words.',
    ),
    place: 'app/src/main/webapp/WEB-INF/web.xml',
    line: '<distributable>',
  },
  {
    failure: 'attribute-unknown',
    files: where(['port="8080"', 'port="8080" conectionTimeout="1"', ONE]),
    log: juli(
      'WARNING',
      'tomcat.util.digester.SetPropertiesRule.begin',
      'Match [Server/Service/Connector] failed to set property [conectionTimeout] to [1]',
    ),
    place: ONE,
    line: 'conectionTimeout',
    fix: 'Replace it with connectionTimeout',
  },
  {
    failure: 'default-host',
    files: where(['defaultHost="localhost"', 'defaultHost="www.shop.test"', ONE]),
    place: ONE,
    line: 'defaultHost="www.shop.test"',
    fix: 'Set defaultHost="localhost"',
  },
  {
    failure: 'javax-on-jakarta',
    files: {
      ...where(
        [
          './app/src/main/webapp:/usr/local/tomcat/webapps/shop',
          './app/target/shop.war:/usr/local/tomcat/webapps/shop.war',
        ],
        [
          './app/src/main/webapp:/usr/local/tomcat/webapps/shop',
          './app/target/shop.war:/usr/local/tomcat/webapps/shop.war',
        ],
      ),
      [SHOP]:
        'package shop;\n\nimport javax.servlet.http.HttpServlet;\n\npublic class Shop extends HttpServlet {\n}\n',
      'app/pom.xml':
        '<project>\n  <artifactId>shop</artifactId>\n  <packaging>war</packaging>\n  <build><finalName>shop</finalName></build>\n</project>\n',
    },
    log: juli(
      'SEVERE',
      'catalina.core.StandardContext.loadOnStartup',
      'Servlet [shop.Shop] in web application [/shop] threw load() exception',
      '\tjava.lang.ClassNotFoundException: javax.servlet.http.HttpServlet',
      '\t\tat org.apache.catalina.loader.WebappClassLoaderBase.loadClass(WebappClassLoaderBase.java:1366)',
    ),
    place: SHOP,
    line: 'import javax.servlet',
  },
  {
    failure: 'tls',
    files: where([
      CONNECTOR,
      `${CONNECTOR}\n    <Connector port="8443" protocol="HTTP/1.1" SSLEnabled="true"/>`,
      ONE,
    ]),
    place: ONE,
    line: 'SSLEnabled',
    fix: 'Add an <SSLHostConfig>',
  },
  {
    failure: 'deployment-failed',
    files: {
      ...BASE,
      'app/src/main/java/shop/BadListener.java': `package shop;

public class BadListener implements jakarta.servlet.ServletContextListener {
    public void contextInitialized(jakarta.servlet.ServletContextEvent event) { throw new IllegalStateException(); }
}
`,
    },
    log: juli(
      'SEVERE',
      'catalina.core.StandardContext.startInternal',
      'Context [/shop] startup failed due to previous errors',
      '\tjava.lang.IllegalStateException: no price list',
      '\t\tat shop.BadListener.contextInitialized(BadListener.java:4)',
    ),
    place: 'app/src/main/java/shop/BadListener.java',
    line: 'contextInitialized',
  },
];
