import assert from 'node:assert/strict';
import type { Placement } from '../../server/src/languages/nginx/configuration';
import type { FileKind } from '../../server/src/cluster/source';
import type { NginxDocument } from '../../server/src/languages/nginx/tree';
import type { Diagnostic } from '../../server/src/rules/support/diagnostic';
import { rules } from '../../server/src/rules/registry';
import type { Rule } from '../../server/src/rules/define';
import type { RuleSettings } from '../../server/src/rules/run';
import { check, type Check, type CheckSettings } from '../../server/src/workspace/check';
import { LoadedFile } from '../../server/src/workspace/loadedFile';
import { languages } from '../../server/src/languages/table';
import { loadTexts, ROOT } from '../helpers/workspace';
import { readCases } from '../helpers/cases/cases';

/** An include that leads out of the workspace: nobody knows what it holds. */
const INCLUDE = 'include /srv/unread/*.conf;';

/** A file that it would lead to. */
const INCLUDED = '/srv/unread/any.conf';

/** What may stand in such a file, by the context of the include, beside all that the rule's valid cases have there. */
const everywhere: Readonly<Record<string, readonly string[]>> = {
  main: ['load_module modules/ngx_other_module.so;', 'worker_processes 1;'],
  http: [
    'proxy_set_header Host $http_host;',
    'proxy_http_version 1.1;',
    'set_real_ip_from 10.0.0.0/8;',
    'upstream more_of_it { server 10.9.9.9:8080; }',
    'server { listen 8099; server_name of.an.include; location / { return 204; } }',
  ],
  server: [
    'listen 8099;',
    'server_name of.an.include;',
    'proxy_set_header Host $http_host;',
    'proxy_set_header X-Forwarded-Port $server_port;',
    'proxy_http_version 1.1;',
    'proxy_redirect http://a/ http://b/;',
    'set_real_ip_from 10.0.0.0/8;',
    'deny all;',
    'if ($request_uri ~ [^a-z]) { return 403; }',
    'location /of-an-include { return 204; }',
  ],
  location: [
    'proxy_set_header Host $http_host;',
    'proxy_set_header X-Forwarded-Port $server_port;',
    'proxy_set_header Connection "upgrade";',
    'proxy_set_header Connection "";',
    'proxy_set_header Upgrade $http_upgrade;',
    'proxy_http_version 1.1;',
    'proxy_redirect http://a/ http://b/;',
    'proxy_cookie_path /a /b;',
    'proxy_next_upstream_tries 1;',
    'deny all;',
    'internal;',
    'if ($request_uri ~ [^a-z]) { return 403; }',
    'location /of-an-include { return 204; }',
  ],
  'if in location': ['return 403;', 'proxy_pass http://10.9.9.9;'],
  upstream: [
    'ip_hash;',
    'least_conn;',
    'keepalive 8;',
    'zone shared 64k;',
    'server 10.9.9.9:80 max_fails=0;',
  ],
  entries: ['default of_an_include;', '"~." of_an_include;'],
};

const isOfNginx = ({ meta }: Rule): boolean => meta.id.startsWith('nginx/');

/** Settings with which only those rules speak. */
const only = (isWanted: (rule: Rule) => boolean): { readonly rules: RuleSettings } => ({
  rules: Object.fromEntries(
    rules.filter((rule) => !isWanted(rule)).map(({ meta }) => [meta.id, 'off'] as const),
  ),
});

/** How many errors nginx finds in some files. */
const refusals = (files: readonly LoadedFile[], settings: CheckSettings, but: Rule): number =>
  check(ROOT, files, {
    ...settings,
    ...only((rule) => rule !== but && rule.meta.refusedBy === 'nginx'),
  }).diagnostics.filter(({ severity }) => severity === 'error').length;

const severities = ['hint', 'information', 'warning', 'error'];

const safeFixOf = ({ fixes }: Diagnostic): string | undefined => {
  const fix = fixes.find(({ safe }) => safe);
  return fix && JSON.stringify([...fix.edits]);
};

/** Where a line may be put: right behind each opening brace, right before each closing one, at the beginning and at the end. */
function placesIn({ text, directives, faults }: NginxDocument): readonly number[] {
  if (faults.length > 0) return [];
  const places = [0, text.length];
  const waiting = [...directives];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const { block } = at;
    if (!block?.close || block.lua) continue;
    places.push(block.open.end, block.close.start);
    waiting.push(...block.directives);
  }
  return places;
}

const insert = (text: string, at: number): string =>
  `${text.slice(0, at)}${at === text.length ? '\n' : ' '}${INCLUDE}${at === 0 ? '\n' : ' '}${text.slice(at)}`;

const asNginx = (path: string, text: string): LoadedFile => asFile(path, 'nginx', text);

function asFile(path: string, kind: FileKind, text: string): LoadedFile {
  const file = languages.open(path, kind, text);
  assert.ok(file);
  return new LoadedFile(path, text, 'utf8', '', file);
}

/** The context in which nginx reads the include, the first one. */
const contextOf = ({ model }: Check): string | undefined =>
  model.configurations
    .flatMap(({ byName }) => byName.get('include') ?? [])
    .find(({ directive: { args } }) => INCLUDE.includes(` ${args[0]?.value};`))?.context;

/** All that stands in a block of the rule's valid cases about nginx, by its context: together, and each line alone. */
async function contentsOf(rule: Rule): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const contents = new Map<string, Set<string>>(
    Object.entries(everywhere).map(([context, lines]) => [context, new Set(['', ...lines])]),
  );
  const add = (context: string, text: string): void => {
    // Lua shows that no official build of nginx runs, which is no question of what an include holds.
    if (/_by_lua|tengine|openresty|angie/i.test(text)) return;
    contents.set(context, (contents.get(context) ?? new Set()).add(text));
  };
  if (!isOfNginx(rule)) return contents;
  for (const { texts, isValid } of await readCases(rule.meta.id)) {
    if (!isValid) continue;
    const { model, files } = check(ROOT, loadTexts(texts), { rules: {} });
    const sourceOf = ({ path, directive: { span } }: Placement): string =>
      files.get(path)?.text.slice(span.start, span.end) ?? '';
    for (const { all } of model.configurations) {
      for (const { children } of all) {
        const lines = children.filter(({ includes }) => !includes);
        const [first] = lines;
        if (!first) continue;
        add(first.context, lines.map(sourceOf).join('\n'));
        for (const line of lines) if (line.children.length === 0) add(first.context, sourceOf(line));
      }
    }
  }
  return contents;
}

/** Whether all words of one text stand in another, in their order. */
function isWithin(text: string, other: string): boolean {
  const words = other.toLowerCase().split(/\W+/);
  let from = 0;
  return text
    .toLowerCase()
    .split(/\W+/)
    .every((word) => (from = words.indexOf(word, from) + 1) > 0);
}

/** Whether what was said without knowledge of the file still holds: there, or where the file says the same. */
function holds({ meta: { refusedBy } }: Rule, before: Diagnostic, after: readonly Diagnostic[]): boolean {
  return after.some(({ path, span, severity, message }) => {
    const isThere = path === before.path && span.start === before.span.start;
    if (!isThere && path !== INCLUDED) return false;
    const more = severities.indexOf(severity) - severities.indexOf(before.severity);
    return more > 0 || (more === 0 && (refusedBy === 'nginx' || isWithin(before.message, message)));
  });
}

describe('an include that is not read', () => {
  for (const rule of rules) {
    it(`${rule.meta.id} says and repairs only what holds whatever the include has`, async function () {
      this.timeout(20_000);
      const contents = await contentsOf(rule);
      // Cases about other files share their nginx.conf.
      const seen = new Set<string>();
      for (const { texts, settings, isValid, section } of await readCases(rule.meta.id)) {
        if (isValid) continue;
        /** All that the rule says of files. */
        const said = (files: readonly LoadedFile[]): Check => {
          const checked = check(ROOT, files, { ...settings, ...only((one) => one === rule) });
          assert.deepEqual(checked.failures, []);
          return checked;
        };
        const files = loadTexts(texts);
        for (const { file, path, text } of files) {
          if (file.kind !== 'nginx') continue;
          const places = placesIn(file.document);
          // Only to nginx itself it matters what comes first.
          for (const at of isOfNginx(rule) ? places : places.filter((_, index) => index % 2 === 1)) {
            const changed = asNginx(path, insert(text, at));
            const unread = files.map((one) => (one.path === path ? changed : one));
            const before = said(unread);
            const what = [changed.text, ...before.diagnostics.map(({ message }) => message)].join('\n');
            if (before.diagnostics.length === 0 || seen.has(what)) continue;
            seen.add(what);
            for (const content of contents.get(contextOf(before) ?? '') ?? []) {
              const all = [...unread, asNginx(INCLUDED, content)];
              const after = said(all).diagnostics;
              const broken = before.diagnostics.find(
                (one) =>
                  !holds(rule, one, after) ||
                  (safeFixOf(one) !== undefined &&
                    !after.some((other) => safeFixOf(other) === safeFixOf(one))),
              );
              if (!broken || refusals(all, settings, rule) > refusals(unread, settings, rule)) continue;
              assert.fail(
                `${section.name}: with ${JSON.stringify(content)} in\n${changed.text}\nthis does not hold: ${broken.message}`,
              );
            }
          }
        }
      }
    });
  }
});

/** What an entity may stand for in a file of Tomcat's. */
const entities = [
  '<Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>',
  '<Context path="/a"><Manager className="org.redisson.tomcat.RedissonSessionManager"/></Context>',
  '<Manager className="org.redisson.tomcat.RedissonSessionManager"/>',
  '<Manager className="org.apache.catalina.ha.session.BackupManager"/>',
  '<distributable/>',
];

/** A file with a document type that declares an entity. */
const declaring = (text: string): string =>
  text.replace(/^(?:<\?xml[^>]*>\s*)?/, '$&<!DOCTYPE any [<!ENTITY more SYSTEM "more.xml">]>\n');

const withoutComments = (text: string): string =>
  text.replace(/<!--[\s\S]*?-->/g, (comment) => ' '.repeat(comment.length));

describe('an entity that is not read', () => {
  for (const rule of rules) {
    const { id } = rule.meta;
    // What cluster-lab.json says has no entities.
    if (isOfNginx(rule) || rule.looks.workers || /^project\/(?!which-)/.test(id)) continue;
    it(`${id} says and repairs only what holds whatever it stands for`, async () => {
      let places = 0;
      for (const { texts, settings, isValid, section } of await readCases(id)) {
        if (isValid) continue;
        const files = loadTexts(texts);
        for (const { path, text, file } of files) {
          if (!/\/(?:server|web|context|tomcat-users)\.xml$/.test(path)) continue;
          const said = (changed: string): readonly Diagnostic[] =>
            check(
              ROOT,
              files.map((one) => (one.path === path ? asFile(path, file.kind, changed) : one)),
              { ...settings, ...only((one) => one === rule) },
            ).diagnostics;
          const declared = declaring(text);
          for (const { index } of withoutComments(declared).matchAll(
            /<\/(?:\w+:)?(?:Engine|Host|Cluster|Context|web-app|tomcat-users)>/g,
          )) {
            places++;
            for (const entity of entities) {
              // As long as what it stands for, so that all places stay.
              const reference = `&${'e'.repeat(entity.length - 2)};`;
              const before = said(declared.slice(0, index) + reference + declared.slice(index));
              const after = said(declared.slice(0, index) + entity + declared.slice(index));
              for (const one of before) {
                const told = `${section.name}: ${one.message} with ${entity} in ${path}`;
                assert.ok(holds(rule, one, after), told);
                const fix = safeFixOf(one);
                assert.ok(fix === undefined || after.some((other) => safeFixOf(other) === fix), told);
              }
            }
          }
        }
      }
      assert.ok(places > 0, 'a place where an entity may stand');
    });
  }
});
