import { isForeignTemplate } from '../../languages/nginx/check/template';
import { largeText } from '../../languages/nginx/parser';
import type { NginxFault } from '../../languages/nginx/tree';
import { rule, type Fix } from '../define';

/** What nginx's own lexer and parser refuse: `ngx_conf_read_token` and `ngx_conf_parse` in src/core/ngx_conf_file.c. */
export const syntax = rule({
  meta: {
    id: 'nginx/syntax',
    severity: 'error',
    refusedBy: 'nginx',
    fix: 'safe',
    messages: {
      refused: '{told} nginx says: {nginx} (line {line})',
      later: '{told} Unless it stops earlier, nginx says: {nginx} (line {line})',
      large: 'This file is larger than {limit} MiB, so only its syntax is checked.',
    },
  },
  nginxDocument(document, context) {
    if (isForeignTemplate(document)) return;
    if (document.isLarge) {
      context.report({
        path: context.path,
        span: { start: 0, end: 0 },
        message: 'large',
        severity: 'information',
        data: { limit: largeText / 1024 / 1024 },
      });
    }
    for (const fault of document.faults) {
      context.report({
        path: context.path,
        span: fault.span,
        message: fault.isLate === true ? 'later' : 'refused',
        data: { told: fault.message, nginx: shortened(fault.nginx), line: fault.line },
        related: fault.related ? [{ path: context.path, ...fault.related }] : [],
        fixes: fixesOf(fault, context.path),
      });
    }
  },
});

/** nginx quotes what it read, up to the 4095 bytes of a word. */
const shortened = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

const fixesOf = ({ fix }: NginxFault, path: string): readonly Fix[] =>
  fix ? [{ title: fix.title, safe: fix.isGuess !== true, edits: new Map([[path, fix.edits]]) }] : [];
