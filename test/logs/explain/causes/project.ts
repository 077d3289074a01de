import type { FailureId } from '../../../../client/src/lab/logs/explain';

/** A project whose lab fails, and where the cause stands. */
export interface Row {
  readonly failure: FailureId;
  readonly files: Readonly<Record<string, string>>;
  /** The file, and a part of the line. */
  readonly place: string;
  readonly line: string;
  /** Title of the first fix of the rule that speaks there; undefined where none does. */
  readonly fix?: string;
  /** Where the log of the corpus will not do. */
  readonly log?: string;
  /** Whose log it is; the first Tomcat's. */
  readonly node?: string;
  /** A folder of the corpus, and what it is in the lab. */
  readonly container?: readonly [from: string, to: string];
}

type Files = Readonly<Record<string, string>>;

const COMPOSE = `services:
  nginx:
    image: nginx:1.26
    ports: ["8088:80"]
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]
  tomcat1:
    image: tomcat:10.1
    volumes: ["./one/server.xml:/usr/local/tomcat/conf/server.xml", "./app/src/main/webapp:/usr/local/tomcat/webapps/shop"]
  tomcat2:
    image: tomcat:10.1
    volumes: ["./two/server.xml:/usr/local/tomcat/conf/server.xml", "./app/src/main/webapp:/usr/local/tomcat/webapps/shop"]
`;

const NGINX = `events {
}
http {
    upstream shops {
        zone shops 64k;
        ip_hash;
        server tomcat1:8080;
        server tomcat2:8080;
    }
    server {
        listen 80;
        location / {
            proxy_pass http://shops;
            proxy_set_header Host $http_host;
        }
    }
}
`;

export const TRIBES = 'org.apache.catalina.tribes';
export const MEMBERSHIP = `<Membership className="${TRIBES}.membership.McastService" address="228.0.0.4" port="45564" frequency="500" dropTime="3000"/>`;
export const RECEIVER = `<Receiver className="${TRIBES}.transport.nio.NioReceiver" address="auto" port="4000"/>`;
export const DETECTOR = `<Interceptor className="${TRIBES}.group.interceptors.TcpFailureDetector"/>`;
export const DELTA = '<Manager className="org.apache.catalina.ha.session.DeltaManager"/>';
export const CONNECTOR = '<Connector port="8080" protocol="HTTP/1.1"/>';
export const DEPLOYER =
  '<Deployer className="org.apache.catalina.ha.deploy.FarmWarDeployer" tempDir="/tmp" deployDir="/tmp" watchDir="/tmp"/>';

export const SERVER = `<Server port="-1">
  <Service name="Catalina">
    ${CONNECTOR}
    <Engine name="Catalina" defaultHost="localhost">
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6">
        ${DELTA}
        <Channel className="${TRIBES}.group.GroupChannel">
          ${MEMBERSHIP}
          ${RECEIVER}
          ${DETECTOR}
          <Interceptor className="${TRIBES}.group.interceptors.MessageDispatchInterceptor"/>
        </Channel>
        <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=""/>
        <ClusterListener className="org.apache.catalina.ha.session.ClusterSessionListener"/>
      </Cluster>
      <Host name="localhost" appBase="webapps">
      </Host>
    </Engine>
  </Service>
</Server>
`;

export const WEB_XML = `<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
  <distributable/>
</web-app>
`;

export const SERVLET = `package shop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

@jakarta.servlet.annotation.WebServlet("/put")
public class Shop extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        request.getSession().setAttribute("cart", new Cart());
    }
}
`;

const CART = `package shop;

public class Cart implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
    private String item;
}
`;

export const BASE: Files = {
  'compose.yaml': COMPOSE,
  'nginx.conf': NGINX,
  'one/server.xml': SERVER,
  'two/server.xml': SERVER,
  'app/src/main/webapp/WEB-INF/web.xml': WEB_XML,
  'app/src/main/java/shop/Shop.java': SERVLET,
  'app/src/main/java/shop/Cart.java': CART,
};

/** The project, in which each text stands for another one in the files that have it. */
export const where = (...changes: readonly (readonly [from: string, to: string, only?: string])[]): Files =>
  Object.fromEntries(
    Object.entries(BASE).map(([name, text]) => [
      name,
      changes.reduce(
        (changed, [from, to, only]) =>
          only === undefined || name === only ? changed.replace(from, to) : changed,
        text,
      ),
    ]),
  );

export const ONE = 'one/server.xml';
export const SHOP = 'app/src/main/java/shop/Shop.java';
export const CART_FILE = 'app/src/main/java/shop/Cart.java';

export const juli = (level: string, logger: string, message: string, ...trace: readonly string[]): string =>
  [`29-Nov-2026 12:00:01.000 ${level} [main] org.apache.${logger} ${message}`, ...trace].join('\n');
export const nginx = (message: string, level = 'error'): string =>
  `2026/11/29 12:00:01 [${level}] 7#7: ${message}`;
export const upstream = (words: string, address: string): string =>
  nginx(
    `*1 ${words}, client: 172.18.0.1, server: , request: "GET / HTTP/1.1", upstream: "http://${address}/", host: "localhost:8088"`,
  );

export const interceptor = (name: string): string =>
  `<Interceptor className="${TRIBES}.group.interceptors.${name}/>`;
