import assert from 'node:assert/strict';
import type { Hints } from '../../server/src/languages/language';
import { languages } from '../../server/src/languages/table';

/** What a file is taken for, without its language. */
function recognise(
  path: string,
  text: string,
  hints?: Hints,
): { kind: string; inDoubt: boolean } | undefined {
  const found = languages.recognise(path, text, hints);
  return found && { kind: found.kind, inDoubt: found.inDoubt };
}

const site = 'server {\n    listen 80;\n    location / { proxy_pass http://app; }\n}\n';

describe('what is ours', () => {
  const cases: [title: string, path: string, text: string, kind: string | undefined][] = [
    ['nginx.conf even while it is empty', '/w/nginx.conf', '', 'nginx'],
    [
      'not a .conf in a folder named nginx of which nothing can be told',
      '/w/nginx/conf.d/a.conf',
      'half typ',
      undefined,
    ],
    ['a .conf that holds a server block', '/w/site.conf', site, 'nginx'],
    ['a site without extension', '/etc/sites-available/shop', site, 'nginx'],
    ['not Apache, even under conf.d', '/w/conf.d/a.conf', '<VirtualHost *:80>\n</VirtualHost>\n', undefined],
    ['not an ini file', '/w/supervisord.conf', '[program:x]\ncommand=listen 80;\n', undefined],
    ['not HOCON', '/w/application.conf', 'server {\n  port = 8080\n}\n', undefined],
    ['not BIND', '/w/named.conf', 'options {\n  listen-on port 53 { any; };\n};\n', undefined],
    ['a site that ends in .nginx', '/w/shop.nginx', site, 'nginx'],
    ['not a Dockerfile', '/w/docker-nginx', `FROM nginx:1.28\nRUN echo '${site}' > /a\n`, undefined],
    ['not a script', '/w/hooks/10-nginx', `#!/bin/sh\ncat > /a <<X\n${site}X\n`, undefined],
    ['not what a shell reads', '/w/config-plus-nginx', 'export TAG=a\ndeclare -a LIST=("")\n', undefined],
    [
      'not rules of ModSecurity',
      '/w/nginx/modsec/main.conf',
      'Include /etc/nginx/modsec/crs.conf\n',
      undefined,
    ],
    [
      'not rules of ModSecurity behind a page of comments',
      '/w/nginx/conf/crs-setup.conf',
      `${'# A comment.\n'.repeat(2000)}SecAction \\\n  "id:900990,\\\n  phase:1"\n`,
      undefined,
    ],
    [
      'not an nginx.conf of rsyslog',
      '/w/rsyslog.d/nginx.conf',
      'module(load="imfile")\ninput(type="imfile"\n      File="/var/log/nginx/access.log"\n      Tag="nginx")\n',
      undefined,
    ],
    ['not one of telegraf', '/w/telegraf.d/nginx.conf', '[[inputs.nginx]]\nurls = ["http://a"]\n', undefined],
    [
      'not one of Logstash',
      '/w/conf.d/11-nginx.conf',
      'filter {\n  grok {\n    match => { "message" => "%{NGINXACCESS}" }\n  }\n}\n',
      undefined,
    ],
    ['not one in YAML', '/w/go.d/nginx.conf', 'jobs:\n  - name: local\n    url: http://a\n', undefined],
    [
      'not one of Upstart',
      '/w/init/nginx.conf',
      'description "nginx"\nstart on filesystem\nstop on runlevel [!2345]\nrespawn\nexec /usr/sbin/nginx\n',
      undefined,
    ],
    [
      'a format of the log over many lines',
      '/w/nginx/conf.d/log.conf',
      `log_format long\n${"    '$host $uri '\n".repeat(12)};\n`,
      'nginx',
    ],
    [
      'nginx with a page of HTML and with Lua',
      '/w/nginx/nginx.conf',
      `http {\n  server {\n    return 200 '\n<!DOCTYPE html>\n<HTML>\n</HTML>';\n  }\n  init_by_lua_block {\n    q = [=[\nFROM users\n]=]\n  }\n}\n`,
      'nginx',
    ],
    ['nginx without its semicolons', '/w/nginx/a.conf', 'server_name a\nlisten 80\nroot /a\n', 'nginx'],
    ['not redis', '/w/redis.conf', 'port 6379\nbind 127.0.0.1\n', undefined],
    ['Java', '/w/A.java', '', 'java'],
    ['Compose', '/w/docker-compose.yml', '', 'compose'],
    ['a Dockerfile', '/w/web/Dockerfile', 'FROM nginx\n', 'dockerfile'],
    ['a Dockerfile for nginx', '/w/Dockerfile.nginx', 'FROM nginx\n', 'dockerfile'],
    ['a pom', '/w/pom.xml', '', 'pom.xml'],
    ['server.xml', '/w/conf/server.xml', '<Server port="8005"><Service/></Server>', 'server.xml'],
    [
      'server.xml by another name',
      '/w/node1.xml',
      '<Server port="8005" shutdown="S"></Server>',
      'server.xml',
    ],
    ['not the XML of others', '/w/build.xml', '<project name="x"></project>', undefined],
  ];
  for (const [title, path, text, kind] of cases) {
    it(title, () => assert.equal(recognise(path, text)?.kind, kind));
  }

  const keepalived = `! Configuration File for keepalived
global_defs {
   router_id LVS
}
vrrp_instance VI_1 {
    state MASTER
    interface eth0
    virtual_ipaddress {
        192.168.200.16
    }
}
`;
  /** Configurations of other programs, as they lie beside nginx' own in its folder. */
  const foreign: Record<string, string> = {
    keepalived,
    ModSecurity:
      'SecRuleEngine On\nSecAuditLog /var/log/modsec.log\nSecRule ARGS "@rx a" \\\n  "id:1,deny"\n',
    haproxy:
      'global\n  maxconn 4096\nfrontend www\n  bind *:80\n  default_backend app\nbackend app\n  server a 10.0.0.1:80\n',
    fail2ban:
      '[nginx-http-auth]\nenabled = true\nfilter = nginx-http-auth\nlogpath = /var/log/nginx/error.log\n',
    'a filter of fail2ban': '[Definition]\nfailregex = ^<HOST> -.*"(GET|POST).*$\nignoreregex =\n',
    logrotate:
      '/var/log/nginx/*.log {\n    daily\n    rotate 14\n    missingok\n    postrotate\n        nginx -s reopen\n    endscript\n}\n',
    supervisord:
      '[supervisord]\nnodaemon=true\n\n[program:nginx]\ncommand=nginx -g "daemon off;"\nautorestart=true\n',
    'PHP-FPM': '[www]\nuser = nginx\ngroup = nginx\nlisten = 127.0.0.1:9000\npm = dynamic\n',
    dnsmasq: 'no-resolv\nserver=8.8.8.8\naddress=/test/127.0.0.1\n',
    rsyslog:
      'module(load="imuxsock")\n$FileCreateMode 0640\n*.* @logs:514\nif $programname == "nginx" then stop\n',
    Varnish:
      'vcl 4.0;\nbackend default {\n    .host = "127.0.0.1";\n    .port = "8080";\n}\nsub vcl_recv {\n    unset req.http.Cookie;\n}\n',
    Apache: 'Listen 80\nServerName a\n<VirtualHost *:80>\n    ProxyPass / http://a/\n</VirtualHost>\n',
    uWSGI: '[uwsgi]\nsocket = /run/app.sock\nmodule = app:application\n',
    Unbound: 'server:\n    interface: 0.0.0.0\n    access-control: 10.0.0.0/8 allow\n',
    BIND: 'options {\n    directory "/var/cache/bind";\n    recursion yes;\n};\nzone "a" {\n    type master;\n    file "/a";\n};\n',
    Squid: 'http_port 3128\nacl local src 10.0.0.0/8\nhttp_access allow local\nhttp_access deny all\n',
    Corosync:
      'totem {\n    version: 2\n    cluster_name: a\n}\nnodelist {\n    node {\n        ring0_addr: a\n    }\n}\n',
    pgbouncer: '[databases]\na = host=127.0.0.1\n[pgbouncer]\nlisten_port = 6432\n',
    redis: 'bind 127.0.0.1\nport 6379\ndaemonize no\nmaxmemory 100mb\n',
    rspamd: 'reject = 15;\nadd_header = 8;\ngreylist = 7;\n',
    'HOCON with includes': 'include "application"\ninclude "other"\nhttp {\n  port = 1\n}\n',
    OpenSSL: '[req]\ndistinguished_name = dn\n[dn]\nCN = localhost\n',
    'Fluent Bit': '[INPUT]\n    Name tail\n    Path /var/log/nginx/access.log\n',
    fluentd: '<source>\n  @type tail\n  path /var/log/nginx/access.log\n</source>\n',
    monit:
      'check process nginx with pidfile /run/nginx.pid\n  start program = "/etc/init.d/nginx start"\n  if failed port 80 protocol http then restart\n',
    chrony:
      'server 0.pool.ntp.org iburst\nserver 1.pool.ntp.org iburst\ndriftfile /var/lib/chrony/drift\nmakestep 1 3\nrtcsync\nlogdir /var/log\n',
  };
  for (const [program, text] of Object.entries(foreign)) {
    it(`leaves what is ${program}'s alone, in a folder nginx and wherever somebody opens it`, () => {
      for (const path of [
        '/w/nginx/a.conf',
        '/w/etc/nginx/conf.d/a.conf',
        '/w/a.conf',
        '/w/conf.d/nginx.conf',
      ]) {
        const inFolder = recognise(path, text);
        assert.ok(!inFolder || inFolder.inDoubt, path);
      }
      assert.equal(recognise('/w/nginx/a.conf', text), undefined);
    });
  }

  /** Parts of a configuration as people keep them in files of their own. */
  const parts: Record<string, string> = {
    parameters: 'fastcgi_param QUERY_STRING $query_string;\nfastcgi_param REQUEST_METHOD $request_method;\n',
    compression: 'gzip on;\ngzip_types\n    text/css\n    text/javascript;\n',
    'servers of an upstream': 'server 10.0.0.1:8080;\nserver 10.0.0.2:8080 backup;\n',
    'who may come in': 'allow 10.0.0.0/8;\ndeny all;\n',
    includes: 'include snippets/a.conf;\n',
    "naxsi's rules": 'MainRule "str:/x" "msg:a" "mz:URL" "s:$A:1" id:1;\n',
    'a template of Go': '{{ if .A }}\nssl_certificate /{{ .B }}/a.pem;\n{{ end }}\nssl_protocols TLSv1.3;\n',
    'a template of Jinja': '{% if a %}\nlisten {{ port }};\n{% endif %}\nserver_name {{ name }};\n',
  };
  for (const [title, text] of Object.entries(parts)) {
    it(`knows ${title} in a folder nginx without a doubt`, () =>
      assert.deepEqual(recognise('/w/nginx/a.conf', text), { kind: 'nginx', inDoubt: false }));
  }

  it('is in doubt where a name, a place or an editor says nginx and the text does not', () => {
    const doubt = { kind: 'nginx', inDoubt: true } as const;
    assert.deepEqual(recognise('/w/nginx.conf', 'half typ'), doubt);
    assert.deepEqual(recognise('/w/a.conf', 'half typ', { given: true }), doubt);
    assert.deepEqual(recognise('/w/nginx/a.conf', 'half typ', { language: 'nginx' }), doubt);
    assert.deepEqual(recognise('/w/nginx/map.conf', '/old /new;\n~^/a /b;\n'), doubt);
    assert.deepEqual(recognise('/w/nginx/map.conf', '/old /new;\n', { included: true })?.inDoubt, false);
    assert.equal(
      recognise('/w/nginx/keepalived.conf', keepalived, { given: true, language: 'nginx' }),
      undefined,
    );
  });

  const placed = 'server {\n    listen 80;\n    location / { proxy_pass http://app; }\n}\n';
  for (const path of [
    '/w/nginx/templates/default.conf.template',
    '/w/templates/default.conf.template',
    '/w/conf.d/app.conf',
    '/w/conf.d/app',
    '/w/sites-available/example.org',
    '/w/sites-enabled/10-shop.example.org',
    '/w/stream.d/db.example.org',
  ]) {
    it(`finds ${path}, and knows it by its text`, () => {
      assert.ok(languages.promise(path));
      assert.deepEqual(recognise(path, placed), { kind: 'nginx', inDoubt: false });
    });
  }
  for (const path of [
    '/w/sites-available/README',
    '/w/conf.d/app.conf.bak',
    '/w/nginx/.app.conf',
    '/w/nginx/nginx.conf.default',
    '/w/nginx/app.conf.example',
    '/w/app.js',
  ])
    it(`passes over ${path}`, () => assert.equal(languages.promise(path), undefined));

  const names: Readonly<Record<string, readonly string[]>> = {
    dockercompose: [
      'compose.yaml',
      'compose.yml',
      'docker-compose.yml',
      'docker-compose.prod.yml',
      'compose.dev.yaml',
      'Docker-Compose.yaml',
    ],
    dockerfile: ['Dockerfile', 'a/Dockerfile.nginx', 'web.Dockerfile', 'Containerfile', 'dockerfile'],
    none: [
      'compose.json',
      'decompose.yaml',
      'compose.yaml/x',
      'my-compose.yaml',
      'composer.yaml',
      'docker.yml',
      'DockerfileNginx',
      'Dockerfile.dockerignore',
      'Dockerfiles/a',
    ],
  };
  for (const [id, all] of Object.entries(names)) {
    for (const name of all)
      it(`gives ${name} to ${id}`, () =>
        assert.equal(languages.promise(`/w/${name}`)?.language.id ?? 'none', id));
  }

  it('takes a file named by somebody for what its content says', () => {
    const kindOf = (...question: Parameters<typeof recognise>): string | undefined =>
      recognise(...question)?.kind;
    assert.equal(kindOf('/w/site.txt', site), undefined);
    assert.equal(kindOf('/w/site.txt', site, { given: true }), 'nginx');
    assert.equal(kindOf('/w/half.conf', 'worker_proc', { given: true }), 'nginx');
    assert.equal(kindOf('/w/stack.yml', 'services:\n  a:\n    image: nginx\n', { given: true }), 'compose');
    assert.equal(kindOf('/w/notes.txt', 'hello', { given: true }), undefined);
    assert.equal(kindOf('/w/mime.types', 'types {}', { included: true }), 'nginx');
  });

  it('believes the editor that says nginx', () => {
    assert.equal(recognise('/w/anything', '', { language: 'nginx' })?.kind, 'nginx');
    assert.equal(recognise('/w/Dockerfile.nginx', '', { language: 'nginx' })?.kind, 'dockerfile');
  });

  it('looks at the first kilobytes only', () => {
    assert.equal(recognise('/w/site.conf', ' \n'.repeat(5_000_000) + site), undefined);
  });
});
