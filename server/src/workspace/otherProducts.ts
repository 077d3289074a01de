import { baseName } from '../languages/text/paths';

/** Configuration of programs that stand where nginx and Tomcat do, or between them, and that is not read. */
const products: readonly (readonly [names: RegExp, product: string])[] = [
  [/^(?:httpd(?:[.-][\w.-]+)?|apache2)\.conf$|^\.htaccess$/i, 'Apache httpd'],
  [
    /^(?:workers|uriworkermap)\.properties$|^(?:mod_)?jk\.conf$/i,
    "mod_jk, Tomcat's connector for Apache httpd",
  ],
  [/^haproxy\.cfg$/i, 'HAProxy'],
  [/^caddyfile$/i, 'Caddy'],
  [/^traefik\.(?:ya?ml|toml)$/i, 'Traefik'],
  [/^envoy\.ya?ml$/i, 'Envoy'],
  [/\.vcl$/i, 'Varnish'],
];

/** What no other program writes so; nginx has no directive in mixed case. */
const httpd =
  /^[ \t]*(?:<VirtualHost\b|(?:LoadModule|ProxyPass(?:Reverse)?|BalancerMember|JkMount|JkWorkersFile)[ \t])/m;

/** The program whose configuration a file is, by its name or by the beginning of its text. */
export function otherProduct(path: string, head = ''): string | undefined {
  const known = products.find(([names]) => names.test(baseName(path)))?.[1];
  return known ?? (httpd.test(head) ? 'Apache httpd' : undefined);
}
