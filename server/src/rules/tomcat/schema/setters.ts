import type { TomcatFile } from '../../../cluster/model';
import { javaRegexFault } from '../../../languages/text/javaRegex';
import { isBefore } from '../../../languages/text/versions';
import { listed, suggest } from '../../../languages/text/suggest';
import type { Component } from '../../../languages/tomcat/components';
import { attributeOf, ownClass, textOf } from '../../../languages/tomcat/values';
import { type Fix, rule } from '../../define';
import { setFix, valueSpanOf } from '../../support/tomcat';
import { regexWords } from '../cluster/regexWords';
import { outcomeOf } from './faults';
import { REFUSALS, refusalsOf, withoutPrefix } from './refusals';

/**
 * Attributes that are compiled as a Java regular expression when they are set, by the class that has them. A RequestFilterValve
 * whose own is not valid does not start (RequestFilterValve.initInternal); RemoteIpValve.setInternalProxies throws, and the
 * default stays.
 */
const EXPRESSIONS: ReadonlyMap<string, { readonly names: readonly string[]; readonly stops: boolean }> =
  new Map([
    ['RemoteAddrValve', { names: ['allow', 'deny'], stops: true }],
    ['RemoteHostValve', { names: ['allow', 'deny'], stops: true }],
    ['RemoteIpValve', { names: ['internalProxies', 'trustedProxies'], stops: false }],
  ]);

/** AbstractHttp11Protocol compiles these; 8.5 keeps them to itself where they are not valid. */
const OF_CONNECTOR = { names: ['restrictedUserAgents', 'noCompressionUserAgents'], stops: false };

interface Choice {
  readonly element: string;
  readonly name: string;
  /** Those that the documentation names come first; the others are taken too. */
  readonly values: readonly string[];
  readonly documented: number;
}

/** SSLHostConfig.CertificateVerification.fromString and EncodedSolidusHandling.fromString, without regard to case. */
const CHOICES: readonly Choice[] = [
  {
    element: 'SSLHostConfig',
    name: 'certificateVerification',
    values: [
      'none',
      'optional',
      'optionalNoCA',
      'required',
      ...'no false optional_no_ca require true want yes'.split(' '),
    ],
    documented: 4,
  },
  {
    element: 'Connector',
    name: 'encodedSolidusHandling',
    values: ['decode', 'passthrough', 'reject'],
    documented: 3,
  },
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
        '{name} is not a regular expression ({fault}), and {outcome} with it. Write one Java regular expression, such as 127\\.\\d+\\.\\d+\\.\\d+.',
      choice:
        'Tomcat does not take "{value}" for {name} and does not set it, so the default is in effect. Write {values}.',
      refused: '{name} cannot be "{value}": {outcome} with it. Write {values}.',
      dead: '{name} cannot be "{value}": this connector does not start, and Tomcat runs on. Write {values}.',
      utf8: 'Java has no encoding "{value}": Tomcat logs a warning and uses UTF-8. Write {values}.',
      ascii:
        'URLs are ASCII, and "{value}" writes that in other bytes: Tomcat logs an error. Write {values}.',
      system:
        'Java has no encoding "{value}": Tomcat logs a warning and uses the encoding of the system. Write {values}.',
      prefix:
        'Tomcat takes these protocols and warns about each but the first that a + or - may be missing in front of it. Write "{values}".',
    },
  },
  elements: [
    ...new Set([
      'Valve',
      ...CHOICES.map(({ element }) => element),
      ...REFUSALS.map(({ element }) => element),
    ]),
  ],
  component(component, { file, report }) {
    const { path } = file;
    if (file.document.faults.length > 0) return;
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
      const fixes = fixesOf(component, name, suggest(value, known));
      const place = { path, span: valueSpanOf(component, name), fixes };
      const data = { name, value, values: wanted() };
      if (outcome === 'stops') {
        const says = { ...data, outcome: outcomeOf(file) };
        report({ ...place, severity: 'error', message: 'refused', data: says });
      } else if (outcome === 'dead') report({ ...place, severity: 'error', message: 'dead', data });
      else if (outcome === 'default') report({ ...place, message: 'choice', data });
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
    for (const { element, name, values, documented } of CHOICES) {
      const value = component.name === element ? textOf(component, name, file.properties) : undefined;
      if (value === undefined || values.some((one) => one.toLowerCase() === value.toLowerCase())) continue;
      const offered = values.slice(0, documented);
      report({
        path,
        span: valueSpanOf(component, name),
        message: 'choice',
        data: { value, name, values: listed(offered) },
        fixes: fixesOf(component, name, suggest(value, offered)),
      });
    }

    function fixesOf(of: Component, name: string, values: readonly string[]): readonly Fix[] {
      return values.map((value) => setFix(file, of, attributeOf(of, name)?.name ?? name, value, false));
    }
  },
});

function expressionsOf(
  valve: Component,
  file: TomcatFile,
): readonly { readonly name: string; readonly fault: string; readonly stops: boolean }[] {
  const isNewConnector = valve.name === 'Connector' && isBefore(file.version, '9.0') === false;
  const known = isNewConnector
    ? OF_CONNECTOR
    : valve.name === 'Valve'
      ? EXPRESSIONS.get(ownClass(valve, file.properties) ?? '')
      : undefined;
  return (known?.names ?? []).flatMap((name) => {
    const fault = javaRegexFault(textOf(valve, name, file.properties) ?? '');
    return fault ? [{ name, fault: regexWords(fault), stops: known?.stops ?? false }] : [];
  });
}
