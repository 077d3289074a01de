import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { hasVariable, variablesIn } from '../variables';
import type { Word } from '../tree';
import { addressFault } from '../check/url';
import { isOpen, type Report } from './problem';

const quoting: Readonly<Record<'listen' | 'server' | 'resolver', (url: string) => string>> = {
  listen: (url) => `in "${url}" of the "listen" directive`,
  server: (url) => `in upstream "${url}"`,
  resolver: (url) => `in resolver "${url}"`,
};

/** Variables of nginx are written in small letters; one in capitals waits for envsubst. */
const isForNginx = ({ value }: Word): boolean =>
  [...variablesIn(value)].some(({ name }) => !/^[A-Z\d_]+$/.test(name));

/** An address with a variable where nginx compiles none: it looks the text up as a name, or refuses it as a port (ngx_parse_url). */
export function checkUntaken(
  placement: Placement,
  word: Word | undefined,
  use: keyof typeof quoting,
  report: Report,
): void {
  if (!word || !hasVariable(word.value) || isOpen(word) || !isForNginx(word)) return;
  if (/^unix:/i.test(word.value)) return;
  const kind = use === 'listen' ? 'listen' : 'server';
  const fault = addressFault(word.value.replaceAll('$', '_'), kind) ?? 'host not found';
  report({
    family: 'variable-not-taken',
    placement,
    word,
    says: `${fault} ${quoting[use](word.value)}`,
    told: t(
      '"{name}" takes no variables: nginx reads "{value}" as it is written and does not start. Write the address itself.',
      {
        name: use,
        value: word.value,
      },
    ),
  });
}

const PARAMETER = /^(?:valid|ipv4|ipv6|status_zone)=/;

/** `ngx_resolver_create`: each word that is no parameter is an address. */
export function checkResolver(placement: Placement, report: Report): void {
  const word = placement.directive.args.find(({ value }) => !PARAMETER.test(value) && hasVariable(value));
  checkUntaken(placement, word, 'resolver', report);
}
