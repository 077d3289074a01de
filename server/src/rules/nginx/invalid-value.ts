import { t } from '@vscode/l10n';
import type { Finding } from '../../languages/nginx/check';
import { listed, suggest } from '../../languages/text/suggest';
import { rule, type Fix } from '../define';
import { findingsIn, placeOf } from '../support/findings';

/** Values that nginx's generic setters refuse: ngx_conf_set_*_slot in src/core/ngx_conf_file.c, src/core/ngx_parse.c. */
export const invalidValue = rule({
  meta: {
    id: 'nginx/invalid-value',
    severity: 'error',
    refusedBy: 'nginx',
    fix: 'safe',
    messages: {
      refused:
        '"{value}" is not a valid value for "{name}", so nginx does not start. Write {wants}. nginx says: {says}',
    },
  },
  nginxConfiguration(configuration, context) {
    for (const finding of findingsIn(configuration, context.model).of('value')) {
      const { word, fault, placement } = finding;
      context.report({
        ...placeOf(finding),
        message: 'refused',
        data: {
          name: placement.directive.name.value,
          value: shortened(word.value),
          wants: fault.choices ? listed(fault.choices) : fault.wants,
          says: shortened(fault.says),
        },
        fixes: fixesOf(finding),
      });
    }
  },
});

const shortened = (text: string): string => {
  const line = text.replace(/\r?\n/g, '\\n');
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
};

const on = /^(yes|true|1|enabled?)$/i;
const off = /^(no|false|0|disabled?|none)$/i;

function fixesOf({ word, fault, placement }: Finding & { readonly kind: 'value' }): readonly Fix[] {
  const write = (text: string, safe: boolean): Fix => ({
    title: t('Write {text}', { text }),
    safe,
    edits: new Map([[placement.path, [{ span: word.span, text }]]]),
  });
  const { choices } = fault;
  if (!choices) return [];
  if (choices.length === 2 && choices.includes('on') && choices.includes('off')) {
    if (on.test(word.value)) return [write('on', true)];
    if (off.test(word.value)) return [write('off', true)];
  }
  return suggest(word.value, choices).map((choice) => write(choice, false));
}
