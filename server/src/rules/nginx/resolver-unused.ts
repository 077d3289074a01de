import { t } from '@vscode/l10n';
import { directivesNamed, isPlus } from '../../languages/nginx/catalogue';
import { isEntry, placementsNamed, type NginxConfiguration } from '../../languages/nginx/configuration';
import { hasVariable } from '../../languages/nginx/variables';
import { rule } from '../define';
import { headOf, valuesOf } from '../support/nginx';

/** What is asked at run time: addresses with variables, servers with `resolve`, and what certificates and programs need. */
export const resolverUnused = rule({
  meta: {
    id: 'nginx/resolver-unused',
    severity: 'information',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      unused:
        'Nothing asks this resolver: nginx looks up the names of proxy_pass and upstream only once, when it starts. To follow a name, add "resolve" to its server (nginx 1.27.3 and newer), or write the address in proxy_pass with a variable; otherwise remove this line.',
    },
  },
  nginxConfiguration(configuration, context) {
    const [first, ...others] = placementsNamed(configuration, 'resolver');
    if (!first || configuration.kind !== 'main' || !configuration.isWhole || configuration.isTemplate) return;
    if (mayAsk(configuration)) return;
    context.report({
      path: first.path,
      span: headOf(first.directive),
      message: 'unused',
      related: others.map(({ path, directive }) => ({
        path,
        span: headOf(directive),
        message: t('Nothing asks this one, either'),
      })),
    });
  },
});

const ASKS = /^(?:ssl_stapling|ssl_ocsp|acme|js_|lua_|perl|auth_jwt|otel_|mail$|load_module$)|_by_lua/;

function mayAsk(configuration: NginxConfiguration): boolean {
  for (const [name, lines] of configuration.byName) {
    if (ASKS.test(name)) return true;
    if (name.endsWith('_pass') && lines.some((line) => hasVariable(valuesOf(line).join(' ')))) return true;
    if (name === 'server' && lines.some((line) => valuesOf(line).includes('resolve'))) return true;
    const isUnknown = directivesNamed(name).every(isPlus);
    if (isUnknown && lines.some((line) => !isEntry(line))) return true;
  }
  return false;
}
