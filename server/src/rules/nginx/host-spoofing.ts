import {
  placementsNamed,
  type NginxConfiguration,
  type Placement,
} from '../../languages/nginx/configuration';
import { enclosing, isKnown } from '../../languages/nginx/effective';
import type { Word } from '../../languages/nginx/tree';
import { rule } from '../define';
import { namesVariable } from '../../languages/nginx/variables';
import { sendsAlone } from '../support/proxies';
import { isGuarded, isPublic } from '../support/reach';
import { nameOf } from '../support/nginx';

/** A host that the client may choose although nginx has matched another one. */
export const hostSpoofing = rule({
  meta: {
    id: 'nginx/host-spoofing',
    severity: 'information',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      header:
        'The application gets its host from X-Forwarded-Host, which any client can send, so links in emails and cached pages can be made to lead elsewhere. Send $host or $http_host.',
      redirect:
        'This redirect goes to the host in X-Forwarded-Host, which any client can send. Use $host or a fixed name.',
    },
  },
  nginxConfiguration(configuration, context) {
    if (configuration.kind !== 'main') return;
    const suspects = ['proxy_set_header', 'return'].flatMap((name) => placementsNamed(configuration, name));
    for (const placement of suspects) {
      const word = hostOf(placement);
      if (!word || !namesVariable(word.value, 'http_x_forwarded_host')) continue;
      // Tomcat refuses two hosts, whatever they are.
      if (nameOf(placement) === 'proxy_set_header' && !sendsAlone(placement)) continue;
      const server = enclosing(placement, 'server');
      if (!placement.parent || !isKnown(placement.parent) || trustsSomebody(configuration)) continue;
      if (isGuarded(placement.parent) || (server && !isPublic(server, configuration, context.model)))
        continue;
      context.report({
        path: placement.path,
        span: word.span,
        message: nameOf(placement) === 'proxy_set_header' ? 'header' : 'redirect',
      });
    }
  },
});

/** The argument that becomes a host. */
function hostOf({ directive: { name, args }, context }: Placement): Word | undefined {
  if (context.startsWith('stream')) return undefined;
  switch (name.value) {
    case 'proxy_set_header':
      return args[0]?.value.toLowerCase() === 'host' ? args[1] : undefined;
    case 'return':
      return /^30[12378]$/.test(args[0]?.value ?? '') ? args[1] : undefined;
    default:
      return undefined;
  }
}

/** Who names the proxies in front takes their headers for true (ngx_http_realip_module). */
const trustsSomebody = (configuration: NginxConfiguration): boolean =>
  placementsNamed(configuration, 'set_real_ip_from').length > 0;
