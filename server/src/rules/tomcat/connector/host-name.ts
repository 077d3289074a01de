import { t } from '@vscode/l10n';
import type { Span } from '../../../languages/text/span';
import { type Component, childrenNamed } from '../../../languages/tomcat/components';
import { attributeOf, textOf } from '../../../languages/tomcat/values';
import { textOf as contentOf } from '../../../languages/xml/query';
import { rule } from '../../define';
import { valueSpanOf } from '../../support/tomcat';

/**
 * ContainerBase.addChild takes each name once, and StandardHost.setName makes it lower case; MapperListener fails on a Host
 * that has none.
 */
export const hostName = rule({
  meta: {
    id: 'tomcat/host-name',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'none',
    messages: {
      missing:
        'A Host needs a name: without one, Tomcat does not start. Write the name that requests come with.',
      twice:
        'Another Host of this Engine is called "{name}", so Tomcat does not start. Capital letters make no difference. Give each Host a name of its own.',
      alias:
        '"{name}" is an Alias of another Host of this Engine too: Tomcat ignores one of the two and only warns. Give each name to one Host.',
    },
  },
  elements: ['Engine'],
  component(engine, { file, report }) {
    const { path, properties } = file;
    const names = new Map<string, Span>();
    const aliases = aliasesOf(engine);
    for (const host of childrenNamed(engine, 'Host')) {
      if (!attributeOf(host, 'name')) {
        report({ path, span: host.element.nameSpan, message: 'missing' });
        continue;
      }
      const name = textOf(host, 'name', properties)?.toLowerCase();
      if (name === undefined) continue;
      const span = valueSpanOf(host, 'name');
      const first = names.get(name);
      const alias = aliases.get(name)?.find((one) => one.host !== host);
      if (alias) {
        report({
          path,
          span,
          severity: 'warning',
          message: 'alias',
          data: { name },
          related: [{ path, span: alias.span, message: t('The Alias') }],
        });
      }
      if (!first) names.set(name, span);
      else
        report({
          path,
          span,
          message: 'twice',
          data: { name },
          related: [{ path, span: first, message: `name="${name}"` }],
        });
    }
  },
});

interface Alias {
  readonly host: Component;
  readonly span: Span;
}

/** Further names of the Hosts, in lower case (Mapper.addHostAlias). */
function aliasesOf(engine: Component): ReadonlyMap<string, readonly Alias[]> {
  const aliases = new Map<string, Alias[]>();
  for (const host of childrenNamed(engine, 'Host'))
    for (const { element } of childrenNamed(host, 'Alias')) {
      const name = contentOf(element).trim().toLowerCase();
      const all = aliases.get(name) ?? [];
      all.push({ host, span: element.nameSpan });
      aliases.set(name, all);
    }
  return aliases;
}
