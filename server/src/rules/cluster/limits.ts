import { t } from '@vscode/l10n';
import type { App } from '../../cluster/model';
import { type Route, routesOf } from '../../cluster/routes';
import { inEffect, isKnown } from '../../languages/nginx/effective';
import { descendants, localName, textOf } from '../../languages/xml/query';
import type { XmlElement } from '../../languages/xml/tree';
import { rule, type Fix } from '../define';
import { insertAfter } from '../support/edits';

const MEGA = 1024 * 1024;

/** ngx_http_core_module: client_max_body_size is 1m where nobody wrote it; a larger body is answered 413. */
const DEFAULT_BODY = MEGA;

/** An upload that a servlet takes by its multipart-config, and that nginx does not let through. */
export const limits = rule({
  meta: {
    id: 'cluster/limits',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      body: 'The app "{app}" takes requests of {wanted} bytes, and nginx answers 413 to every body over {limit}: larger uploads never arrive. Write client_max_body_size {size}.',
    },
  },
  model(model, { report }) {
    const byApp = new Map<App, Route[]>();
    for (const route of routesOf(model))
      for (const app of new Set(route.beliefs.map(({ served }) => served?.app)))
        if (app) byApp.set(app, [...(byApp.get(app) ?? []), route]);
    for (const [app, routes] of byApp) {
      const wanted = uploadOf(app);
      if (!wanted || !app.webXml) continue;
      const taken = routes.map(({ passed: { level } }) => limitOf(level));
      // Where one location lets it through, that is the one for uploads.
      if (taken.some((limit) => limit === undefined || limit === 0 || limit >= wanted.bytes)) continue;
      const [route] = routes;
      const line = inEffect(route?.passed.level, 'client_max_body_size')?.lines.at(-1);
      const { placement } = route?.passed.proxy ?? {};
      const at = line ?? placement;
      const [word] = at?.directive.args ?? [];
      if (!at || !word) continue;
      const size = `${Math.ceil(wanted.bytes / MEGA)}m`;
      const edit = line
        ? { span: word.span, text: size }
        : insertAfter(model.textOf(at.path), at.directive.span, [`client_max_body_size ${size};`]);
      const fix: Fix = {
        title: t('Write {text}', { text: `client_max_body_size ${size}` }),
        safe: false,
        edits: new Map([[at.path, [edit]]]),
      };
      report({
        path: at.path,
        span: word.span,
        message: 'body',
        data: { app: app.name, wanted: wanted.bytes, limit: line ? word.value : '1m', size },
        related: [{ path: app.webXml.path, span: wanted.element.span, message: t('what the servlet takes') }],
        fixes: [fix],
      });
    }
  },
});

/** The largest request that a servlet takes by its web.xml. */
function uploadOf({ webXml }: App): { readonly bytes: number; readonly element: XmlElement } | undefined {
  const sizes = [...(webXml ? descendants(webXml.root) : [])].flatMap((element) => {
    const isSize = /^max-(?:request|file)-size$/.test(localName(element));
    const text = isSize ? textOf(element).trim() : '';
    return /^\d{1,15}$/.test(text) ? [{ bytes: Number(text), element }] : [];
  });
  return sizes.toSorted((a, b) => b.bytes - a.bytes)[0];
}

const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: MEGA, g: 1024 * MEGA };

/** Bytes of the largest body that a location lets through, 0 for any; undefined where it cannot be told. */
function limitOf(level: Route['passed']['level']): number | undefined {
  if (!isKnown(level)) return undefined;
  const word = inEffect(level, 'client_max_body_size')?.lines.at(-1)?.directive.args[0]?.value;
  if (word === undefined) return DEFAULT_BODY;
  const [, number, unit = ''] = /^(\d{1,9})([kmg]?)$/i.exec(word) ?? [];
  return number === undefined ? undefined : Number(number) * (FACTORS[unit.toLowerCase()] ?? 1);
}
