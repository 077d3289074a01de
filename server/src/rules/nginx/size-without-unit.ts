import { t } from '@vscode/l10n';
import { rule } from '../define';
import { offered } from '../support/nginx';

/** A number without a unit is bytes (ngx_parse_offset). */
export const sizeWithoutUnit = rule({
  meta: {
    id: 'nginx/size-without-unit',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      bytes:
        'These are {count} bytes: nginx answers 413 to every request with a larger body. If megabytes were meant, write {count}m.',
    },
  },
  directives: ['client_max_body_size'],
  nginxPlacement({ path, directive }, { report }) {
    const [word] = directive.args;
    if (!word || directive.args.length > 1 || !/^\d{1,4}$/.test(word.value)) return;
    const bytes = Number(word.value);
    if (bytes === 0 || bytes % 1024 === 0) return;
    report({
      path,
      span: word.span,
      message: 'bytes',
      data: { count: bytes },
      fixes: [
        offered(t('Write {text}', { text: `${bytes}m` }), path, { span: word.span, text: `${bytes}m` }),
      ],
    });
  },
});
