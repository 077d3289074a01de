import { splitConfig } from './bigConfig.mjs';

const NGINX = 50;
const XML = 300;
const JAVA = 3000;
const APPS = 20;
const NODES = 4;
/** Java files that write to the session, and how often. */
const EACH = 10;
const WRITES = 30;

/** A workspace as a large company has it: paths below a folder with their texts, a site of nginx, a class that writes to the session, and the web.xml of its app. */
export function largeWorkspace() {
  const files = new Map();
  for (const [path, text] of splitConfig(NGINX - 1)) files.set(`nginx/${path}`, text);
  files.set('compose.yaml', compose());
  const xml = new Map();
  for (let node = 1; node <= NODES; node++) xml.set(`tomcat${node}/conf/server.xml`, serverXml(node));
  for (let app = 0; app < APPS; app++) {
    const home = `apps/app${app}`;
    xml.set(`${home}/pom.xml`, pom(app));
    xml.set(`${home}/src/main/webapp/WEB-INF/web.xml`, webXml(app));
    xml.set(
      `${home}/src/main/webapp/META-INF/context.xml`,
      '<Context>\n    <CookieProcessor sameSiteCookies="lax"/>\n</Context>\n',
    );
    const own = JAVA / APPS;
    for (let i = 0; i < own; i++) files.set(`${home}/${source(app, i)}`, java(app, i, own));
  }
  for (let i = xml.size; i < XML; i++)
    xml.set(`apps/app${i % APPS}/src/main/resources/beans${i}.xml`, beans(i));
  for (const [path, text] of xml) files.set(path, text);
  return {
    files,
    site: 'nginx/sites/00007.conf',
    writer: `apps/app3/${source(3, 40)}`,
    webXml: 'apps/app3/src/main/webapp/WEB-INF/web.xml',
  };
}

const packageOf = (app, i) => `com.example.app${app}.part${i % EACH}`;
const source = (app, i) => `src/main/java/${packageOf(app, i).replaceAll('.', '/')}/Type${i}.java`;

function java(app, i, count) {
  const others = Array.from({ length: 8 }, (_, k) => (i + 1 + k * 7) % count);
  const isWriter = i % EACH === 0;
  const imports = others.map((other) => `import ${packageOf(app, other)}.Type${other};`);
  const writes = Array.from({ length: isWriter ? WRITES : 0 }, (_, k) => {
    const type = `Type${others[k % others.length]}`;
    return `        ${type} value${k} = new ${type}();\n        session.setAttribute("value${k}", value${k});`;
  });
  const fields = others.map((other, k) => `    private Type${other} field${k};`);
  const methods = others.map(
    (other, k) => `    public Type${other} getField${k}() {
        if (field${k} == null) {
            field${k} = new Type${other}();
        }
        return field${k};
    }`,
  );
  return `package ${packageOf(app, i)};

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
${imports.join('\n')}

/** The type ${i} of the app ${app}. */
public class Type${i} implements Serializable {
    private static final long serialVersionUID = ${i}L;
    private List<String> names;
    private Map<String, List<Integer>> counts;
${fields.join('\n')}

${methods.join('\n\n')}

    public String describe(HttpServletRequest request) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(name).append('=').append(counts.get(name)).append(';');
        }
        return text.toString();
    }
${isWriter ? `\n    public void keep(HttpSession session) {\n${writes.join('\n')}\n    }\n` : ''}}
`;
}

const compose = () => `services:
  nginx:
    image: nginx:1.28
    volumes:
      - ./nginx:/etc/nginx
${Array.from(
  { length: NODES },
  (_, k) => `  tomcat${k + 1}:
    image: tomcat:10.1
    volumes:
      - ./tomcat${k + 1}/conf/server.xml:/usr/local/tomcat/conf/server.xml
${Array.from({ length: APPS }, (__, app) => `      - ./apps/app${app}/target/app${app}.war:/usr/local/tomcat/webapps/app${app}.war`).join('\n')}
`,
).join('')}`;

const serverXml = (node) => `<?xml version="1.0" encoding="UTF-8"?>
<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="localhost" jvmRoute="tomcat${node}">
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6"/>
      <Host name="localhost" appBase="webapps" unpackWARs="true" autoDeploy="true"/>
    </Engine>
  </Service>
</Server>
`;

const pom = (app) => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>app${app}</artifactId>
  <version>1.0</version>
  <packaging>war</packaging>
  <build>
    <finalName>app${app}</finalName>
  </build>
</project>
`;

const webXml = (app) => `<?xml version="1.0" encoding="UTF-8"?>
<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
  <display-name>App ${app}</display-name>
  <distributable/>
${Array.from(
  { length: 20 },
  (_, k) => `  <servlet>
    <servlet-name>servlet${k}</servlet-name>
    <servlet-class>com.example.app${app}.part0.Type${k}</servlet-class>
  </servlet>
  <servlet-mapping>
    <servlet-name>servlet${k}</servlet-name>
    <url-pattern>/servlet${k}/*</url-pattern>
  </servlet-mapping>
`,
).join('')}</web-app>
`;

const beans = (i) => `<?xml version="1.0" encoding="UTF-8"?>
<beans xmlns="http://www.springframework.org/schema/beans">
${Array.from({ length: 40 }, (_, k) => `  <bean id="bean${i}x${k}" class="com.example.Bean${k}">\n    <property name="size" value="${k}"/>\n  </bean>\n`).join('')}</beans>
`;
