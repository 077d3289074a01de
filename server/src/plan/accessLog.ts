import { span, type Span } from '../languages/text/span';
import type { Placement } from '../languages/nginx/configuration';
import type { Directive } from '../languages/nginx/tree';
import type { Balancer, ClusterModel } from '../cluster/model';
import { NGINX_ACCESS_LOG, NGINX_LOG_FORMAT } from './parts';
import { argumentsText, replaceOnLine, type FileEdit } from './words';

/** Blocks of http that may have logs of their own (ngx_http_log_module: http, server, location, if in location, limit_except). */
const LEVELS = new Set(['server', 'location', 'if', 'limit_except']);

/** The official image links its access.log to the console. */
const CONSOLE = /^(?:\/dev\/std(?:out|err)|\/var\/log\/nginx\/access\.log)$/;

/**
 * One access log of ours on the console for every request. Logs of a level replace those of the levels around it, so each
 * level that has some gets ours too, and `http` where nobody set any. A log that goes to the console anyway becomes
 * ours, so that no request is told twice; `off` is a wish and stays. Included files count where they are included.
 */
export function accessLogEdits(model: ClusterModel, { configuration }: Balancer): FileEdit[] {
  const { textOf } = model;
  const edits: FileEdit[] = [];
  const waiting: (readonly Placement[])[] = [];
  for (const { directive, path, children } of configuration.placements) {
    if (directive.name.value !== 'http' || !directive.block) continue;
    const ours = children.some(({ directive: it }) => it.name.value === 'access_log')
      ? ''
      : ` ${NGINX_ACCESS_LOG}`;
    edits.push({
      path,
      edit: { span: behind(directive.block.open), text: ` ${NGINX_LOG_FORMAT}${ours}` },
    });
    waiting.push(children);
  }
  for (let level = waiting.pop(); level; level = waiting.pop()) {
    const edit = levelEdit(level, textOf);
    if (edit) edits.push(edit);
    for (const { directive, children } of level) {
      if (directive.block && LEVELS.has(directive.name.value)) waiting.push(children);
    }
  }
  return edits;
}

function levelEdit(level: readonly Placement[], textOf: (path: string) => string): FileEdit | undefined {
  const logs = level.filter(
    ({ directive: { name, terminator } }) => name.value === 'access_log' && terminator,
  );
  const last = logs.at(-1);
  if (!last || logs.some(({ directive }) => goesTo(directive) === 'off')) return undefined;
  const shown = logs.find(({ directive }) => CONSOLE.test(goesTo(directive)));
  if (!shown) {
    return {
      path: last.path,
      edit: { span: behind(last.directive.span), text: ` ${NGINX_ACCESS_LOG}` },
    };
  }
  const { directive, path } = shown;
  const text = textOf(path);
  const { args } = directive;
  const [first, end] = [args[0], args.at(-1)];
  if (!first || !end) return undefined;
  // What it is buffered or compressed with would keep the lines back; under which condition it is written is the user's.
  const condition = args.findIndex(({ value }, index) => index > 0 && value.startsWith('if='));
  const kept =
    condition < 0 ? '' : argumentsText(text, { ...directive, args: args.slice(0, condition + 1) }, condition);
  const ours = NGINX_ACCESS_LOG.replace(/^access_log /, '').replace(/;$/, '');
  return {
    path,
    edit: replaceOnLine(text, span(first.span.start, end.span.end), `${ours}${kept}`),
  };
}

const goesTo = ({ args }: Directive): string => args[0]?.value ?? '';

const behind = ({ end }: Span): Span => span(end, end);
