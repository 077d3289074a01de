import type { TomcatFile } from '../../../cluster/model';
import { javaRegexFault } from '../../../languages/text/javaRegex';
import { isBefore } from '../../../languages/text/versions';
import { suggest } from '../../../languages/text/suggest';
import type { Component } from '../../../languages/tomcat/components';
import { attributeOf, ownClass, textOf } from '../../../languages/tomcat/values';
import { type Fix, rule } from '../../define';
import { setFix, valueSpanOf } from '../../support/tomcat';
import { regexWords } from '../cluster/regexWords';
import { outcomeOf } from './faults';
import { withoutPrefix } from './refused/connector';
import { REFUSALS, refusalsOf } from './refusals';

interface Expressions {
  readonly element: string;
  /** The last name of the class; undefined: any. */
  readonly className?: string;
  readonly names: readonly string[];
  /** Whether Tomcat, or the application, does not start with one that is not valid. */
  readonly stops?: true;
  /** The first release that looks at it. */
  readonly since?: string;
}

/**
 * Attributes that are compiled as a Java regular expression when they are set or used. A RequestFilterValve whose own is not
 * valid does not start (RequestFilterValve.initInternal); RemoteIpValve.setInternalProxies throws, and the default stays;
 * AbstractHttp11Protocol of 8.5 keeps such a fault to itself.
 */
const EXPRESSIONS: readonly Expressions[] = [
  { element: 'Valve', className: 'RemoteAddrValve', names: ['allow', 'deny'], stops: true },
  { element: 'Valve', className: 'RemoteHostValve', names: ['allow', 'deny'], stops: true },
  { element: 'Valve', className: 'RemoteIpValve', names: ['internalProxies', 'trustedProxies'] },
  { element: 'Valve', className: 'CrawlerSessionManagerValve', names: ['crawlerUserAgents'], stops: true },
  { element: 'Valve', className: 'PersistentValve', names: ['filter'] },
  { element: 'Connector', names: ['restrictedUserAgents'], since: '9.0' },
  { element: 'Connector', names: ['noCompressionUserAgents'] },
  { element: 'Connector', names: ['allowedRequestAttributesPattern'] },
  { element: 'Context', names: ['containerSciFilter'], stops: true },
  { element: 'Host', names: ['deployIgnore'] },
];

export const badValue = rule({
  meta: {
    id: 'tomcat/bad-value',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      expression:
        '{name} is not a regular expression ({fault}): Tomcat does not set it, so the default is in effect. Write one Java regular expression.',
      stops:
        '{name} is not a regular expression ({fault}), and {outcome} with it. Write one Java regular expression.',
      choice:
        'Tomcat does not take "{value}" for {name} and does not set it, so the default is in effect. Write {values}.',
      refused: '{name} cannot be "{value}": {outcome} with it. Write {values}.',
      dead: '{name} cannot be "{value}": this connector does not start, and Tomcat runs on. Write {values}.',
      utf8: 'Java has no encoding "{value}": Tomcat logs a warning and uses UTF-8. Write {values}.',
      ascii:
        'URLs are ASCII, and "{value}" writes that in other bytes: Tomcat logs an error. Write {values}.',
      system:
        'Java has no encoding "{value}": Tomcat logs a warning and uses the encoding of the system. Write {values}.',
      without: '{name} cannot be "{value}": Tomcat logs an error and runs on without it. Write {values}.',
      entry:
        'The {name} of this entry cannot be "{value}": Tomcat logs an error, and nobody finds the entry. Write {values}.',
      word: 'Tomcat warns that it does not know "{value}" here, and passes over it. Write {values}.',
      moved:
        'The cipher suite {value} is of TLS 1.3: this Tomcat warns and moves it to cipherSuites. Write it there.',
      weak: 'SSLv3 in "{value}" is insecure: Tomcat warns, and Java does not speak it unless its security settings allow it. Write {values}.',
      base: 'With {name}="{value}", the Host looks for applications in CATALINA_BASE itself, where conf and logs lie. Write {values}.',
      path: 'The path of a Context begins with a slash and does not end in one: Tomcat takes "{value}" and warns. Write that.',
      prefix:
        'Tomcat takes these protocols and warns about each but the first that a + or - may be missing in front of it. Write "{values}".',
    },
  },
  elements: [
    ...new Set([...EXPRESSIONS.map(({ element }) => element), ...REFUSALS.map(({ element }) => element)]),
  ],
  component(component, { file, report }) {
    const { path } = file;
    for (const { name, fault, stops } of expressionsOf(component, file)) {
      const place = { path, span: valueSpanOf(component, name) };
      if (stops)
        report({
          ...place,
          severity: 'error',
          message: 'stops',
          data: { name, fault, outcome: outcomeOf(file) },
        });
      else report({ ...place, message: 'expression', data: { name, fault } });
    }
    for (const { name, value, outcome, wanted, values: known = [] } of refusalsOf(component, file)) {
      const fixes = fixesOf(component, name, outcome === 'path' ? [value] : suggest(value, known));
      const place = { path, span: valueSpanOf(component, name), fixes };
      const data = { name, value, values: wanted() };
      if (outcome === 'stops') {
        const says = { ...data, outcome: outcomeOf(file) };
        report({ ...place, severity: 'error', message: 'refused', data: says });
      } else if (outcome === 'dead') report({ ...place, severity: 'error', message: 'dead', data });
      else if (outcome === 'default') report({ ...place, message: 'choice', data });
      else if (outcome === 'without' || outcome === 'entry' || outcome === 'base')
        report({ ...place, message: outcome, data });
      else if (outcome === 'moved' || outcome === 'path')
        report({ ...place, severity: 'information', message: outcome, data: { value } });
      else report({ ...place, message: outcome, data: { value, values: wanted() } });
    }
    if (component.name === 'SSLHostConfig') {
      const values = withoutPrefix(textOf(component, 'protocols', file.properties) ?? '');
      if (values !== undefined)
        report({
          path,
          span: valueSpanOf(component, 'protocols'),
          severity: 'information',
          message: 'prefix',
          data: { values },
          fixes: fixesOf(component, 'protocols', [values]),
        });
    }

    function fixesOf(of: Component, name: string, values: readonly string[]): readonly Fix[] {
      return values.map((value) => setFix(file, of, attributeOf(of, name)?.name ?? name, value, false));
    }
  },
});

function expressionsOf(
  component: Component,
  { version, properties }: TomcatFile,
): readonly { readonly name: string; readonly fault: string; readonly stops: boolean }[] {
  return EXPRESSIONS.flatMap(({ element, className, names, stops = false, since }) => {
    if (element !== component.name || (since !== undefined && isBefore(version, since) !== false)) return [];
    if (className !== undefined && ownClass(component, properties) !== className) return [];
    return names.flatMap((name) => {
      const fault = javaRegexFault(textOf(component, name, properties) ?? '');
      return fault ? [{ name, fault: regexWords(fault), stops }] : [];
    });
  });
}
