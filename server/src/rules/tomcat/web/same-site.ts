import { listed, suggest } from '../../../languages/text/suggest';
import { textOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { setFix, valueSpanOf } from '../../support/tomcat';

/** org.apache.tomcat.util.http.SameSiteCookies.fromString, which compares without regard to case. */
const VALUES = ['unset', 'none', 'lax', 'strict'];

export const sameSite = rule({
  meta: {
    id: 'tomcat/same-site',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      unknown:
        'Tomcat does not know sameSiteCookies="{value}", warns and sends cookies without SameSite. Write {values}.',
    },
  },
  elements: ['CookieProcessor'],
  component(component, { file, report }) {
    const value = textOf(component, 'sameSiteCookies', file.properties);
    if (value === undefined || VALUES.includes(value.toLowerCase())) return;
    report({
      path: file.path,
      span: valueSpanOf(component, 'sameSiteCookies'),
      message: 'unknown',
      data: { value, values: listed(VALUES) },
      fixes: suggest(value, VALUES).map((meant) => setFix(file, component, 'sameSiteCookies', meant, false)),
    });
  },
});
