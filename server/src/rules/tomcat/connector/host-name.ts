import { childrenNamed } from '../../../languages/tomcat/components';
import { attributeOf, textOf } from '../../../languages/tomcat/values';
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
    },
  },
  elements: ['Engine'],
  component(engine, { file, report }) {
    const { path, properties } = file;
    const names = new Map<string, { readonly start: number; readonly end: number }>();
    for (const host of childrenNamed(engine, 'Host')) {
      if (!attributeOf(host, 'name')) {
        report({ path, span: host.element.nameSpan, message: 'missing' });
        continue;
      }
      const name = textOf(host, 'name', properties)?.toLowerCase();
      if (name === undefined) continue;
      const span = valueSpanOf(host, 'name');
      const first = names.get(name);
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
