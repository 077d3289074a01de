import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { isBefore } from '../../../languages/text/versions';
import { type Component, below, childrenNamed, pathOf } from '../../../languages/tomcat/components';
import { isConnector } from '../../../languages/tomcat/connector';
import { expressionOf, isRange, listOf } from '../../../languages/tomcat/proxies';
import { attributeOf, numberOf, ownClass, valueOf } from '../../../languages/tomcat/values';
import { insertChild, removeElement } from '../../../languages/xml/edit';
import { type Fix, type Rule, rule } from '../../define';
import { outsideOf } from './remote-ip-outside';
import { fixIn, removeFix, setFix, valueSpanOf } from '../../support/tomcat';

/** Valves that judge a request by its address. */
const ADDRESS_VALVES = new Set(['RemoteAddrValve', 'RemoteHostValve', 'RemoteCIDRValve']);

const order = rule({
  meta: {
    id: 'tomcat/remote-ip-order',
    severity: 'information',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      before:
        'This {valve} runs before the RemoteIpValve, so it compares the address of the proxy and never that of the client. Move the RemoteIpValve before it, or set usePeerAddress="true" if the proxy is meant.',
    },
  },
  elements: ['Valve'],
  component(valve, { file, report }) {
    const { path, isWhole, properties } = file;
    const name = ownClass(valve, properties);
    const { parent } = valve;
    if (!isWhole || !parent || !name || !ADDRESS_VALVES.has(name)) return;
    if (attributeOf(valve, 'usePeerAddress') || !isContainer(parent)) return;
    const [first] = remoteIpValvesIn(parent, file);
    if (!first || first.element.span.start < valve.element.span.start) return;
    report({
      path,
      span: valve.element.nameSpan,
      message: 'before',
      data: { valve: name },
      // A list of those who may come can mean the proxy, one of those who may not means clients.
      severity: attributeOf(valve, 'deny') ? 'warning' : 'information',
      related: [{ path, span: first.element.nameSpan, message: t('The RemoteIpValve') }],
      fixes: first.parent === parent ? [moveFirst(file, parent, first)] : [],
    });
  },
});

const isContainer = ({ name }: Component): boolean => ['Engine', 'Host', 'Context'].includes(name);

/** The RemoteIpValves of a container and of all that it holds, in the order of the file. */
const remoteIpValvesIn = (container: Component, { properties }: TomcatFile): readonly Component[] =>
  [...below(container)].filter(
    (one) =>
      one.name === 'Valve' &&
      ownClass(one, properties) === 'RemoteIpValve' &&
      one.parent &&
      isContainer(one.parent),
  );

function moveFirst(file: TomcatFile, parent: Component, { element }: Component): Fix {
  const { document } = file;
  const text = document.text.slice(element.span.start, element.span.end);
  const indent = /[^\S\r\n]*$/.exec(document.text.slice(0, element.span.start))?.[0] ?? '';
  const lines = text
    .split(/\r?\n/)
    .map((line, index) => (index > 0 && line.startsWith(indent) ? line.slice(indent.length) : line));
  const edits = [
    ...insertChild(document, parent.element, lines.join('\n'), { before: ['Valve'] }),
    ...removeElement(document, element),
  ];
  return fixIn(file, t('Move the RemoteIpValve first'), false, edits);
}

/** RemoteIpValve.setInternalProxies and setTrustedProxies: Pattern.compile, and `matches` of a whole address. */
const proxies = rule({
  meta: {
    id: 'tomcat/remote-ip-proxies',
    severity: 'information',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      ranges:
        'Before Tomcat 11.0.13, {attribute} is a regular expression, and this one matches no address: what these proxies send in headers is ignored, and nothing is logged. Write an expression.',
      outside:
        "None of the addresses that nginx may have here matches internalProxies, so RemoteIpValve ignores its headers: Tomcat sees the address of nginx instead of the browser's, and takes https for http. Remove internalProxies, whose default covers all private networks, or add the network of the containers.",
      list: '{attribute} is one regular expression, and with a comma in it, it matches no address: what these proxies send in headers is ignored, and nothing is logged. Join the parts by "|".',
    },
  },
  elements: ['Valve'],
  component(valve, { file, model, report }) {
    const { path, version, properties } = file;
    if (ownClass(valve, properties) !== 'RemoteIpValve') return;
    let isSaid = false;
    for (const attribute of ['internalProxies', 'trustedProxies']) {
      const value = valueOf(valve, attribute, properties);
      if (!value || value === 'unknown') continue;
      const parts = listOf(value.text);
      const all = parts ?? [value.text.trim()];
      const span = valueSpanOf(valve, attribute);
      if (all.every(isRange) && (parts || value.text.includes('/'))) {
        const isOld = isBefore(version, '11.0.13');
        if (isOld === false) continue;
        isSaid = true;
        const expressions = all.flatMap((one) => expressionOf(one) ?? []);
        const fixes =
          expressions.length < all.length
            ? []
            : [setFix(file, valve, attribute, expressions.join('|'), isOld === true)];
        report({
          path,
          span,
          message: 'ranges',
          data: { attribute },
          severity: isOld ? 'warning' : 'information',
          fixes,
        });
      } else if (parts && !value.text.includes('|')) {
        isSaid = true;
        const fixes = [setFix(file, valve, attribute, parts.filter(Boolean).join('|'), true)];
        report({ path, span, message: 'list', data: { attribute }, severity: 'warning', fixes });
      }
    }
    const related =
      isSaid || !attributeOf(valve, 'internalProxies') ? undefined : outsideOf(valve, file, model);
    if (!related) return;
    const fixes = [removeFix(file, valve, 'internalProxies', false)];
    const span = valueSpanOf(valve, 'internalProxies');
    report({ path, span, message: 'outside', severity: 'warning', related, fixes });
  },
});

/** RemoteIpValve.setPorts: with the protocol header, 80 or 443 unless portHeader, httpServerPort or httpsServerPort say otherwise. */
const port = rule({
  meta: {
    id: 'tomcat/remote-ip-port',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      lost: 'RemoteIpValve overwrites proxyPort="{port}" of the Connector: a request with X-Forwarded-Proto gets port 80 or 443, and redirects and URLs lose the port. Set portHeader="X-Forwarded-Port" and let the proxy send it, or set httpsServerPort="{port}".',
    },
  },
  elements: ['Valve'],
  component(valve, { file, report }) {
    const { path, version, properties } = file;
    if (ownClass(valve, properties) !== 'RemoteIpValve') return;
    if (['portHeader', 'httpServerPort', 'httpsServerPort'].some((name) => attributeOf(valve, name))) return;
    const header = valueOf(valve, 'protocolHeader', properties);
    if (header === 'unknown' || header?.text === '' || (!header && hasNoHeader(version))) return;
    const engine = engineOf(valve);
    const connectors = engine?.parent ? childrenNamed(engine.parent, 'Connector') : [];
    for (const connector of connectors) {
      const proxyPort = numberOf(connector, 'proxyPort', properties);
      if (!isConnector(connector) || proxyPort === undefined || [0, 80, 443].includes(proxyPort)) continue;
      report({
        path,
        span: valve.element.nameSpan,
        message: 'lost',
        data: { port: proxyPort },
        related: [{ path, span: valueSpanOf(connector, 'proxyPort'), message: t('The port of the proxy') }],
        fixes: [setFix(file, valve, 'httpsServerPort', String(proxyPort), false)],
      });
      return;
    }
  },
});

/** `protocolHeader` has its default from 8.5.40 and 9.0.18 on. */
const hasNoHeader = (version: string | undefined): boolean =>
  isBefore(version, isBefore(version, '9.0') ? '8.5.40' : '9.0.18') === true;

function engineOf(component: Component): Component | undefined {
  for (let at: Component | undefined = component; at; at = at.parent)
    if (pathOf(at) === 'Server/Service/Engine') return at;
  return undefined;
}

export const remoteIpRules: readonly Rule[] = [order, proxies, port];
