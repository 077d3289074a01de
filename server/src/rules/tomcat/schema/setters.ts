import type { TomcatFile } from '../../../cluster/model';
import { javaRegexFault } from '../../../languages/text/javaRegex';
import { listed, suggest } from '../../../languages/text/suggest';
import type { Component } from '../../../languages/tomcat/components';
import { attributeOf, ownClass, textOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { setFix, valueSpanOf } from '../../support/tomcat';
import { regexWords } from '../cluster/regexWords';
import { outcomeOf } from './faults';

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
    },
  },
  elements: ['Valve', ...CHOICES.map(({ element }) => element)],
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
    for (const { element, name, values, documented } of CHOICES) {
      const value = component.name === element ? textOf(component, name, file.properties) : undefined;
      if (value === undefined || values.some((one) => one.toLowerCase() === value.toLowerCase())) continue;
      const offered = values.slice(0, documented);
      report({
        path,
        span: valueSpanOf(component, name),
        message: 'choice',
        data: { value, name, values: listed(offered) },
        fixes: suggest(value, offered).map((meant) =>
          setFix(file, component, attributeOf(component, name)?.name ?? name, meant, false),
        ),
      });
    }
  },
});

function expressionsOf(
  valve: Component,
  file: TomcatFile,
): readonly { readonly name: string; readonly fault: string; readonly stops: boolean }[] {
  const known = valve.name === 'Valve' ? EXPRESSIONS.get(ownClass(valve, file.properties) ?? '') : undefined;
  return (known?.names ?? []).flatMap((name) => {
    const fault = javaRegexFault(textOf(valve, name, file.properties) ?? '');
    return fault ? [{ name, fault: regexWords(fault), stops: known?.stops ?? false }] : [];
  });
}
