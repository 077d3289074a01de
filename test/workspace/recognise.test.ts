import assert from 'node:assert/strict';
import { recognise } from '../../server/src/workspace/recognise';

const site = 'server {\n    listen 80;\n    location / { proxy_pass http://app; }\n}\n';

describe('recognise', () => {
  const cases: [title: string, path: string, text: string, kind: string | undefined][] = [
    ['nginx.conf even while it is empty', '/w/nginx.conf', '', 'nginx'],
    ['a .conf in a folder named nginx', '/w/nginx/conf.d/a.conf', 'half typ', 'nginx'],
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
    it(title, () => assert.equal(recognise(path, text), kind));
  }

  it('takes a file named by somebody for what its content says', () => {
    assert.equal(recognise('/w/site.txt', site), undefined);
    assert.equal(recognise('/w/site.txt', site, { given: true }), 'nginx');
    assert.equal(recognise('/w/half.conf', 'worker_proc', { given: true }), 'nginx');
    assert.equal(
      recognise('/w/stack.yml', 'services:\n  a:\n    image: nginx\n', { given: true }),
      'compose',
    );
    assert.equal(recognise('/w/notes.txt', 'hello', { given: true }), undefined);
    assert.equal(recognise('/w/mime.types', 'types {}', { included: true }), 'nginx');
  });

  it('believes the editor that says nginx', () => {
    assert.equal(recognise('/w/anything', '', { language: 'nginx' }), 'nginx');
    assert.equal(recognise('/w/Dockerfile.nginx', '', { language: 'nginx' }), 'dockerfile');
  });

  it('looks at the first kilobytes only', () => {
    assert.equal(recognise('/w/site.conf', ' \n'.repeat(5_000_000) + site), undefined);
  });
});
