import assert from 'node:assert/strict';
import { applyEdits } from '../../server/src/languages/text/span';
import { check } from '../../server/src/workspace/check';
import { loadTexts, ROOT } from '../helpers/workspace';

/** How programs that fill in a file bracket the names of what they put there. */
const styles: Readonly<Record<string, (name: string) => string>> = {
  'envsubst and Docker': (name) => `\${${name.toUpperCase()}}`,
  'Maven and Tomcat': (name) => `\${http.${name}}`,
  Ant: (name) => `@http.${name}@`,
  Autoconf: (name) => `@${name.toUpperCase()}@`,
  'square brackets': (name) => `[HTTP_${name.toUpperCase()}]`,
  Windows: (name) => `%${name.toUpperCase()}%`,
  'percent signs in lower case': (name) => `%${name}%`,
  'two percent signs': (name) => `%%${name.toUpperCase()}%%`,
  'angle brackets': (name) => `<${name}>`,
  'angle brackets with hyphens': (name) => `<your-${name}>`,
  'angle brackets in capitals': (name) => `<${name.toUpperCase()}>`,
  underscores: (name) => `__${name.toUpperCase()}__`,
  Jinja: (name) => `{{ ${name} }}`,
  Mustache: (name) => `{{${name}}}`,
  Handlebars: (name) => `{{{${name}}}}`,
  Go: (name) => `{{ .Env.${name.toUpperCase()} }}`,
  'a script, in braces': (name) => `{${name.toUpperCase()}}`,
  ERB: (name) => `<%= ${name} %>`,
  Ruby: (name) => `#{${name}}`,
  Make: (name) => `$(${name.toUpperCase()})`,
};

/** `«name|value»`: a place where either may stand. */
const slot = /«([^|»]*)\|([^»]*)»/g;

const nginx = `worker_processes «workers|4»;
error_log /var/log/nginx/error.log «level|warn»;
events {
    worker_connections «connections|1024»;
}
http {
    server_tokens «tokens|off»;
    client_max_body_size «size|8m»;
    keepalive_timeout «timeout|65»;
    proxy_buffers «buffers|8» «buffer|4k»;
    ssl_protocols «protocols|TLSv1.2»;
    log_format «format|short» '$remote_addr';
    access_log /var/log/nginx/access.log «format|short»;
    limit_req_zone $binary_remote_addr zone=one:10m rate=«rate|5r/s»;
    map $http_upgrade $upgraded {
        default «default|upgrade»;
        «entry|a» close;
    }
    geo $office {
        default 0;
        «network|10.0.0.0/8» 1;
    }
    split_clients $request_id $half {
        «share|50%» a;
        * b;
    }
    upstream «upstream|app» {
        zone app «zone|64k»;
        server «first|10.0.0.1»:«port|8080» weight=«weight|2» max_fails=«fails|1»;
        server «second|10.0.0.2:8080» «state|down»;
        keepalive «idle|16»;
    }
    server {
        listen «port|80»;
        listen «address|10.0.0.1»:«other|81» «default|default_server»;
        listen 443 ssl;
        server_name «domain|a.example»;
        ssl_certificate «folder|/etc/ssl»/a.pem;
        ssl_certificate_key /etc/ssl/a.key;
        root «root|/srv»;
        set $x «value|1»;
        error_page «code|502» /50x.html;
        resolver «resolver|10.0.0.2» valid=«valid|10s»;
        location «path|/» {
            proxy_pass http://«host|10.0.0.3»:«port|8080»;
            proxy_http_version «http|1.1»;
            proxy_read_timeout «read|30s»;
            proxy_set_header Host «header|$http_host»;
            proxy_set_header Connection "";
        }
        location /b«suffix|» {
            proxy_pass «url|http://10.0.0.4»;
            limit_req zone=one burst=«burst|10» nodelay;
            add_header X-Own «own|a»;
        }
        location /a {
            proxy_pass http://«upstream|app»;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $upgraded;
            proxy_set_header X-Half $half;
            proxy_set_header X-Office $office;
            proxy_http_version 1.1;
        }
        location ~ \\.«extension|php»$ {
            return «status|404»;
        }
        location /old {
            rewrite ^/old/(.*)$ «new|/new»/$1 «flag|last»;
            expires «age|1h»;
            allow «allowed|10.0.0.0/8»;
            deny all;
        }
    }
}
`;

const serverXml = `<Server port="«shutdown|8005»" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="«port|8080»" protocol="«protocol|HTTP/1.1»" redirectPort="«redirect|8443»" maxThreads="«threads|200»"/>
    <Engine name="Catalina" defaultHost="«host|localhost»" jvmRoute="«route|node1»">
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="«options|6»">
        <Channel className="org.apache.catalina.tribes.group.GroupChannel">
          <Membership className="org.apache.catalina.tribes.membership.McastService" address="«group|228.0.0.4»" port="«multicast|45564»"/>
          <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" address="«receiver|auto»" port="«replication|4000»"/>
        </Channel>
      </Cluster>
      <Host name="«host|localhost»" appBase="«base|webapps»" unpackWARs="«unpack|true»">
        <Context path="«path|/shop»" docBase="«docbase|shop»" reloadable="«reloadable|false»"/>
      </Host>
    </Engine>
  </Service>
</Server>
`;

const compose = `services:
  web:
    image: "nginx:«nginx|1.28»"
    ports:
      - "«published|8000»:«port|80»"
      - target: "«target|443»"
        published: "«outside|8443»"
    volumes:
      - "«mount|./nginx»/nginx.conf:/etc/nginx/nginx.conf:ro"
    depends_on: [tomcat1]
  tomcat1:
    image: "«image|tomcat»:«tomcat|10.1»"
    deploy:
      replicas: "«replicas|2»"
    ports:
      - "8081:«port|8080»"
    volumes:
      - "./tomcat/server.xml:«home|/usr/local/tomcat»/conf/server.xml"
`;

const workspace: Readonly<Record<string, string>> = {
  'nginx/nginx.conf': nginx,
  'tomcat/server.xml': serverXml,
  'compose.yaml': compose,
};

/** That one is left as it is written, which the mounts of the workspace show, is its very subject. */
const SPEAKS = 'tomcat/route-not-expanded';

/** What each file says with a placeholder in one of its slots, all others filled. */
function* variants(
  path: string,
  style: (name: string) => string,
): Generator<{ name: string; texts: ReadonlyMap<string, string>; written: string }> {
  const template = workspace[path] ?? '';
  const count = [...template.matchAll(slot)].length;
  for (let wanted = 0; wanted < count; wanted++) {
    let index = 0;
    let written = '';
    let name = '';
    const text = template.replace(slot, (_, own: string, value: string) => {
      if (index++ !== wanted) return value;
      name = own;
      return (written = style(own));
    });
    const filled = Object.entries(workspace).map(
      ([other, one]) => [other, other === path ? text : one.replace(slot, '$2')] as const,
    );
    yield { name: `${name} (${wanted})`, texts: new Map(filled), written };
  }
}

describe('a placeholder that another program fills in', () => {
  const filled = new Map(Object.entries(workspace).map(([path, text]) => [path, text.replace(slot, '$2')]));
  const { diagnostics: sound } = check(ROOT, loadTexts(filled));
  const said = new Set(sound.map(({ code }) => code));

  it('stands in a workspace that is sound where it is filled', () => {
    assert.deepEqual(
      sound.filter(({ severity }) => severity === 'error' || severity === 'warning'),
      [],
    );
  });

  for (const [title, style] of Object.entries(styles)) {
    for (const path of Object.keys(workspace)) {
      it(`as by ${title} is an unknown value in ${path}`, () => {
        const wrong: string[] = [];
        for (const { name, texts, written } of variants(path, style)) {
          const { diagnostics } = check(ROOT, loadTexts(texts));
          const text = texts.get(path) ?? '';
          for (const diagnostic of diagnostics) {
            const { code, message, fixes } = diagnostic;
            if (!said.has(code) && code !== SPEAKS) wrong.push(`${name}: ${code}: ${message}`);
            for (const { edits } of fixes) {
              const after = applyEdits(text, edits.get(`${ROOT}/${path}`) ?? []);
              if (!after.includes(written)) wrong.push(`${name}: ${code} replaces ${written}`);
            }
          }
        }
        assert.deepEqual(wrong, []);
      });
    }
  }
});
