import { type Rule, rule } from '../../define';
import { replaceFix } from '../../support/tomcat';
import { faultsIn } from './faults';

const SEND_OPTIONS = /^(?:channel|map)SendOptions$/;

/** IntrospectionUtils.setProperty: a NumberFormatException leaves the attribute as it was. */
const badNumber = rule({
  meta: {
    id: 'tomcat/bad-number',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'none',
    messages: {
      ignored:
        '"{value}" is not a whole number, so Tomcat does not set {name} and only warns. Write a number.',
      ofCluster:
        '{value} is not a port that can be opened, so the cluster cannot start and Tomcat exits. Write a number from 1 to 65535.',
      range:
        '{value} is not a port from 0 to 65535, so this connector does not start, while Tomcat runs on. Write another number.',
      port: '"{value}" is not a whole number, so this connector has no port and does not start, while Tomcat runs on. Write a number.',
    },
  },
  tomcatFile(file, { report }) {
    for (const { component, attribute } of faultsIn(file, 'bad-number')) {
      const { name, value } = attribute;
      // tomcat/send-options says what numbers their names stand for.
      if (SEND_OPTIONS.test(name)) continue;
      const isPort = component.name === 'Connector' && name === 'port';
      const place = { path: file.path, span: attribute.valueSpan ?? attribute.span };
      if (isPort) report({ ...place, message: 'port', data: { value } });
      else report({ ...place, message: 'ignored', data: { name, value } });
    }
    for (const { component, attribute } of faultsIn(file, 'bad-port')) {
      const place = { path: file.path, span: attribute.valueSpan ?? attribute.span };
      const { value } = attribute;
      if (component.name === 'Connector') report({ ...place, message: 'range', data: { value } });
      else report({ ...place, message: 'ofCluster', data: { value } });
    }
  },
});

/** IntrospectionUtils.setProperty: Boolean.valueOf takes all but "true" for false. */
const badBoolean = rule({
  meta: {
    id: 'tomcat/bad-boolean',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      isFalse:
        'Tomcat reads "{value}" as false and logs nothing: only "true" is true. Write "true" or "false".',
    },
  },
  tomcatFile(file, { report }) {
    for (const { attribute } of faultsIn(file, 'bad-boolean')) {
      const span = attribute.valueSpan ?? attribute.span;
      report({
        path: file.path,
        span,
        message: 'isFalse',
        data: { value: attribute.value },
        fixes: ['true', 'false'].map((value) => replaceFix(file, span, value, false)),
      });
    }
  },
});

export const valueRules: readonly Rule[] = [badNumber, badBoolean];
