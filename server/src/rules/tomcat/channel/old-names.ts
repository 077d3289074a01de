import { presentName } from '../../../languages/tomcat/oldNames';
import { attributeOf, classOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { removeFix, replaceFix } from '../../support/tomcat';
import { faultsIn } from '../schema/faults';

/** What makes a multicast group, with the defaults (McastService.setDefaults). */
const GROUP = new Map([
  ['address', '228.0.0.4'],
  ['port', '45564'],
]);

/** Names whose setters are gone: IntrospectionUtils finds none, and the default stays. */
export const oldNames = rule({
  meta: {
    id: 'tomcat/membership-old-names',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      group:
        '"{old}" is an old name of {name}, which Tomcat ignores with a warning: the default {value} is used, as by any other cluster that sets none. Write {name}, on every node.',
      ignored:
        '"{old}" is an old name of {name}, which Tomcat ignores with a warning: the default is used. Write {name}, on every node.',
      beside: '"{old}" is an old name of {name}, which is set beside it, and Tomcat ignores it. Remove it.',
    },
  },
  tomcatFile(file, { report }) {
    for (const { component, attribute } of faultsIn(file, 'unknown-attribute')) {
      const old = attribute.name;
      const name = presentName(classOf(component, file.properties) ?? '', old);
      if (name === undefined) continue;
      const place = { path: file.path, span: attribute.nameSpan };
      if (attributeOf(component, name)) {
        const fixes = [removeFix(file, component, old, false)];
        report({ ...place, message: 'beside', data: { old, name }, fixes });
        continue;
      }
      const fixes = [replaceFix(file, attribute.nameSpan, name, false)];
      const value = component.name === 'Membership' ? GROUP.get(name) : undefined;
      if (value === undefined) report({ ...place, message: 'ignored', data: { old, name }, fixes });
      else report({ ...place, message: 'group', data: { old, name, value }, fixes });
    }
  },
});
