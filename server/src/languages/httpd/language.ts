import { beforeItsLine, language, sure } from '../language';
import { type HttpdDocument, parseHttpd } from './parse';

/** What only a balancer of mod_proxy_balancer is written with. */
const BALANCER = /^[ \t]*(?:BalancerMember[ \t]|<Proxy[ \t]+["']?balancer:\/\/)/im;

/** Apache httpd: of its files only those with balancers, and of these only nodes and routes. */
export const httpd = language<HttpdDocument, 'httpd'>({
  id: 'apacheconf',
  title: 'Apache httpd',
  kinds: ['httpd'],
  names: [],
  perhaps: [
    { names: ['httpd.conf', 'apache2.conf', '*.conf', '*.conf.template', '*.vhost'] },
    { names: ['*'], in: ['sites-available', 'sites-enabled', 'conf.d', 'conf-available', 'conf-enabled'] },
  ],
  leaves: /~$|^[.#]|\.(bak|orig|swp|dpkg-\w+|rpm\w+)$|^readme/i,
  standsAlone: false,
  recognise: (_, head, { promised, given }) =>
    sure((promised || given) && BALANCER.test(head) ? 'httpd' : undefined),
  parse: parseHttpd,
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `# ${text}`,
  about: ({ comments }) => ({ comments: () => comments, anchor: beforeItsLine }),
});
