import { t } from '@vscode/l10n';
import { isWarnedOf, workerDirectives } from '../../../languages/properties/directives';
import type { Word } from '../../../languages/properties/parse';
import { isFilledIn, type Worker } from '../../../languages/properties/workers';
import { suggest } from '../../../languages/text/suggest';
import type { Span } from '../../../languages/text/span';
import { type Fix, type Rule, rule } from '../../define';

const replace = (path: string, span: Span, text: string, safe: boolean): Fix => ({
  title: t('Replace it with {text}', { text }),
  safe,
  edits: new Map([[path, [{ span, text }]]]),
});

/** jk_map_validate_property ends the reading of the file, and jk_init of mod_jk ends httpd. */
const unknown = rule({
  meta: {
    id: 'tomcat/worker-unknown',
    severity: 'error',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      directive:
        'mod_jk does not know "{name}": it stops reading the file, and Apache httpd does not start. Write a directive of mod_jk.',
      type: 'mod_jk has no worker type "{name}": it cannot create the worker, and Apache httpd does not start. Write ajp13, lb or status.',
    },
  },
  workers({ settings }, { path, document, report }) {
    const known = workerDirectives();
    const types = known.get('type')?.values ?? [];
    for (const { key, keySpan } of document.entries) {
      const [, name] = /^worker\.([^.]*)$/.exec(key) ?? [];
      if (name === undefined || name === 'list' || name === 'maintain' || known.has(name)) continue;
      report({ path, span: keySpan, message: 'directive', data: { name } });
    }
    for (const { directive, directiveSpan, entry } of settings) {
      if (!known.has(directive)) {
        const current = [...known.values()].flatMap(({ name, successor }) =>
          successor === undefined ? name : [],
        );
        report({
          path,
          span: directiveSpan,
          message: 'directive',
          data: { name: directive },
          fixes: suggest(directive, current).map((name) => replace(path, directiveSpan, name, false)),
        });
      } else if (directive === 'type' && !types.includes(entry.value) && !isFilledIn(entry.value)) {
        report({
          path,
          span: entry.valueSpan,
          message: 'type',
          data: { name: entry.value },
          fixes: suggest(entry.value, types).map((name) => replace(path, entry.valueSpan, name, false)),
        });
      }
    }
  },
});

/** Successors that mean the same with the same values. */
const RENAMED = new Set(['cachesize', 'cache_timeout', 'balanced_workers', 'jvm_route']);

const deprecated = rule({
  meta: {
    id: 'tomcat/worker-deprecated',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      renamed: 'mod_jk still reads "{name}" and warns: it is deprecated. Write "{successor}".',
      gone: 'mod_jk warns about "{name}" and has no use for it any more. Remove the line.',
    },
  },
  workers({ settings, byName }, { path, report }) {
    const known = workerDirectives();
    for (const { worker, directive, directiveSpan } of settings) {
      const { successor } = known.get(directive) ?? {};
      const found = known.get(directive);
      if (!found || successor === undefined || !isWarnedOf(found)) continue;
      const place = { path, span: directiveSpan };
      if (successor === '') report({ ...place, message: 'gone', data: { name: directive } });
      else {
        const isFree = byName.get(worker)?.get(successor) === undefined;
        const fixes = RENAMED.has(directive) && isFree ? [replace(path, directiveSpan, successor, true)] : [];
        report({ ...place, message: 'renamed', data: { name: directive, successor }, fixes });
      }
    }
  },
});

/** jk_map_handle_duplicates: lists grow, all else is overwritten. */
const duplicate = rule({
  meta: {
    id: 'tomcat/worker-duplicate',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      again:
        'A later line sets "{key}" again: this one has no effect, and mod_jk warns. Remove one of the two.',
    },
  },
  workers({ settings }, { path, report }) {
    const known = workerDirectives();
    const last = new Map(settings.map((setting) => [setting.entry.key, setting]));
    for (const { entry, directive } of settings) {
      const later = last.get(entry.key);
      if (!later || later.entry === entry || known.get(directive)?.isList !== undefined) continue;
      report({
        path,
        span: entry.keySpan,
        message: 'again',
        data: { key: entry.key },
        related: [{ path, span: later.entry.keySpan, message: t('The line that counts') }],
      });
    }
  },
});

/** wc_create_worker takes what is not written from the defaults: ajp13 on localhost:8009. */
const undefinedWorker = rule({
  meta: {
    id: 'tomcat/worker-undefined',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      none: 'No line sets anything of the worker "{name}": mod_jk takes it for a Tomcat at localhost:8009 and says nothing. Write its host and port, or correct the name.',
      unused:
        'Neither worker.list nor a load balancer names the worker "{name}", so its lines have no effect. Name it there, or correct the name here.',
    },
  },
  workers({ listed, byName, settings }, { path, report }) {
    const balanced = [...byName.values()].flatMap(({ members }) => members);
    for (const { text, span } of [...listed, ...balanced]) {
      if (byName.has(text) || isFilledIn(text)) continue;
      report({
        path,
        span,
        message: 'none',
        data: { name: text },
        fixes: suggest(text, [...byName.keys()]).map((name) => replace(path, span, name, false)),
      });
    }
    if (listed.length === 0) return;
    const named = new Set([...listed, ...balanced].map(({ text }) => text));
    for (const { directive, entry } of settings)
      if (directive === 'reference' || directive === 'redirect')
        named.add(entry.value.replace(/^worker\./, ''));
    if ([...named].some(isFilledIn)) return;
    for (const {
      name,
      settings: [first],
    } of byName.values()) {
      if (named.has(name) || isFilledIn(name) || !first) continue;
      report({
        path,
        span: first.workerSpan,
        severity: 'information',
        message: 'unused',
        data: { name },
        fixes: suggest(name, [...named]).map((meant) => replace(path, first.workerSpan, meant, false)),
      });
    }
  },
});

/** validate of jk_lb_worker.c. */
const balance = rule({
  meta: {
    id: 'tomcat/worker-balance',
    severity: 'error',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      none: 'The load balancer "{name}" has no balance_workers: mod_jk cannot create it, and Apache httpd does not start. Name its members.',
      notBalancer:
        'Without type=lb, the worker "{name}" is no load balancer: mod_jk ignores its balance_workers and leads to the one Tomcat at its host and port, or at localhost:8009. Write worker.{name}.type=lb.',
      route:
        'The workers "{first}" and "{name}" of "{balancer}" have the same route "{route}": mod_jk cannot create the load balancer, and Apache httpd does not start. Give each the jvmRoute of its Tomcat.',
      listed:
        '"{name}" is a member of the load balancer "{balancer}" and need not be in worker.list: that lets requests be mapped to it past the load balancer. Leave it out.',
    },
  },
  workers({ listed, byName }, { path, report }) {
    const names = new Set(listed.map(({ text }) => text));
    for (const balancer of byName.values()) {
      const type = balancer.get('type');
      const [written] = balancer.settings.filter(({ directive }) => /^balanced?_workers$/.test(directive));
      if (written && !balancer.inherits && (type === undefined || /^ajp1\d$/.test(type.entry.value)))
        report({ path, span: written.directiveSpan, message: 'notBalancer', data: { name: balancer.name } });
      if (type?.entry.value !== 'lb') continue;
      if (balancer.members.length === 0 && !balancer.inherits && names.has(balancer.name)) {
        report({ path, span: type.entry.valueSpan, message: 'none', data: { name: balancer.name } });
      }
      const seen = new Map<string, Word>();
      for (const member of balancer.members) {
        const route = routeOf(member.text, byName.get(member.text));
        if (route === undefined) continue;
        const first = seen.get(route.text);
        if (!first) seen.set(route.text, member);
        else if (first.text !== member.text)
          report({
            path,
            span: route.span ?? member.span,
            message: 'route',
            data: { first: first.text, name: member.text, balancer: balancer.name, route: route.text },
            related: [{ path, span: first.span, message: first.text }],
          });
      }
      for (const word of listed)
        if (balancer.members.some(({ text }) => text === word.text))
          report({
            path,
            span: word.span,
            severity: 'information',
            message: 'listed',
            data: { name: word.text, balancer: balancer.name },
          });
    }
  },
});

/** The route of a member; undefined where it is not known. */
function routeOf(
  name: string,
  worker: Worker | undefined,
): { readonly text: string; readonly span?: Span } | undefined {
  const written = (worker?.get('route') ?? worker?.get('jvm_route'))?.entry;
  if (written)
    return isFilledIn(written.value) ? undefined : { text: written.value, span: written.valueSpan };
  return isFilledIn(name) || worker?.inherits === true ? undefined : { text: name };
}

const sticky = rule({
  meta: {
    id: 'tomcat/worker-sticky',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      off: 'sticky_session is off, so each request of a session may go to another Tomcat: that works only if every Tomcat has the session already. Remove the line.',
      force:
        'With sticky_session_force, requests of a session whose Tomcat is down are answered with an error, although another Tomcat may have a copy of the session. Remove the line.',
    },
  },
  workers({ settings }, { path, report }) {
    for (const { directive, entry } of settings) {
      const isOn = booleanOf(entry.value);
      const message =
        directive === 'sticky_session' && isOn === false
          ? 'off'
          : directive === 'sticky_session_force' && isOn === true
            ? 'force'
            : undefined;
      if (message === undefined) continue;
      const { start } = entry.keySpan;
      const { end } = entry.valueSpan;
      report({
        path,
        span: entry.valueSpan,
        ...(message === 'off' && { severity: 'information' as const }),
        message,
        fixes: [
          {
            title: t('Remove {word}', { word: directive }),
            safe: false,
            edits: new Map([[path, [{ span: { start, end }, text: '' }]]]),
          },
        ],
      });
    }
  },
});

/** jk_get_bool_code: by the first letter. Undefined: the default stays. */
function booleanOf(value: string): boolean | undefined {
  if (/^(?:off$|[fn]|0$)/i.test(value)) return false;
  return /^(?:on$|[ty]|1$)/i.test(value) ? true : undefined;
}

export const workerRules: readonly Rule[] = [
  unknown,
  deprecated,
  duplicate,
  undefinedWorker,
  balance,
  sticky,
];
