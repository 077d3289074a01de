import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { suggest } from '../../../languages/text/suggest';
import { type Component, childrenNamed, pathOf } from '../../../languages/tomcat/components';
import { isConnector } from '../../../languages/tomcat/connector';
import { attributeOf, textOf, valueOf } from '../../../languages/tomcat/values';
import { insertChild, removeElement } from '../../../languages/xml/edit';
import { textOf as contentOf } from '../../../languages/xml/query';
import { type Fix, type Rule, rule } from '../../define';
import { fixIn, setFix, valueSpanOf } from '../../support/tomcat';

/** MapperListener.findDefaultHost: by name and alias, in lower case. */
const defaultHost = rule({
  meta: {
    id: 'tomcat/default-host',
    severity: 'error',
    refusedBy: 'tomcat',
    fix: 'safe',
    messages: {
      unknown:
        'This Engine has no Host "{name}": requests for any name that no Host or Alias has, such as an IP address, are answered 404. Name one of its hosts.',
      absent:
        'This Engine has no defaultHost: requests for any name that no Host or Alias has, such as an IP address, are answered 404. Name one of its hosts.',
    },
  },
  elements: ['Engine'],
  component(engine, { file, report }) {
    const { path, isWhole, properties } = file;
    if (!isWhole || pathOf(engine) !== 'Server/Service/Engine') return;
    const hosts = childrenNamed(engine, 'Host');
    const names = hosts.flatMap((host) => textOf(host, 'name', properties) ?? []);
    const aliases = hosts.flatMap((host) =>
      childrenNamed(host, 'Alias').map(({ element }) => contentOf(element)),
    );
    const value = valueOf(engine, 'defaultHost', properties);
    if (names.length === 0 || names.length < hosts.length || value === 'unknown') return;
    const wanted = value?.text.toLowerCase();
    const known = [...names, ...aliases];
    if (![...known, wanted ?? ''].every(isName) || known.some((one) => one.toLowerCase() === wanted)) return;
    if (!value && engine.element.children.some((child) => child.kind === 'text' && child.value.trim()))
      return;
    // With a name that no host has, the host may be the one to rename.
    const isSafe = value === undefined && names.length === 1;
    const fixes = names.map((name) => setFix(file, engine, 'defaultHost', name, isSafe));
    if (value === undefined) report({ path, span: engine.element.nameSpan, message: 'absent', fixes });
    else {
      const span = valueSpanOf(engine, 'defaultHost');
      report({ path, span, message: 'unknown', data: { name: value.text }, fixes });
    }
  },
});

/** What else stands there is filled in by another program. */
const isName = (text: string): boolean => /^[\w.:*-]*$/.test(text.trim());

/** ConnectorCreateRule.begin asks the Service for it when the Connector begins: what follows is not there yet. */
const executor = rule({
  meta: {
    id: 'tomcat/executor',
    severity: 'warning',
    refusedBy: 'tomcat',
    fix: 'safe',
    messages: {
      unknown:
        'This Service has no Executor "{name}": the connector takes a thread pool of its own, with its own limits, and nothing is logged. Name an Executor above it.',
      later:
        'The Executor "{name}" stands below this Connector, and Tomcat looks only above it: the connector takes a thread pool of its own, with its own limits, and nothing is logged. Move the Executor up.',
      shared:
        'A connector of NIO2 wants the thread pool for itself: with "{name}", Tomcat warns that it may not stop in order. Remove executor, or take the NIO connector.',
    },
  },
  elements: ['Connector'],
  component(connector, { file, report }) {
    const { path, isWhole, properties } = file;
    const { parent } = connector;
    if (!isWhole || !isConnector(connector) || !parent) return;
    const name = textOf(connector, 'executor', properties);
    if (name === undefined || name === '') return;
    const executors = childrenNamed(parent, 'Executor');
    if (executors.some((one) => attributeOf(one, 'name') && textOf(one, 'name', properties) === undefined))
      return;
    const named = executors.filter((one) => textOf(one, 'name', properties) === name);
    const span = valueSpanOf(connector, 'executor');
    if (named.some((one) => start(one) < start(connector))) {
      // Nio2Endpoint.bind
      if (textOf(connector, 'protocol', properties)?.endsWith('Nio2Protocol'))
        report({ path, span, message: 'shared', data: { name } });
      return;
    }
    const [later] = named;
    if (later) {
      report({
        path,
        span,
        message: 'later',
        data: { name },
        related: [{ path, span: later.element.nameSpan, message: t('The Executor') }],
        fixes: [moveUp(file, parent, later)],
      });
      return;
    }
    const near = suggest(
      name,
      executors.flatMap((one) => textOf(one, 'name', properties) ?? []),
    );
    const fixes = near.map((one) => setFix(file, connector, 'executor', one, false));
    report({ path, span, message: 'unknown', data: { name }, fixes });
  },
});

/** Before the first connector, as all of them may want it. */
function moveUp(file: TomcatFile, service: Component, { element }: Component): Fix {
  const { document } = file;
  const markup = document.text.slice(element.span.start, element.span.end).split(/\r?\n/);
  const indent = /[^\S\r\n]*$/.exec(document.text.slice(0, element.span.start))?.[0] ?? '';
  const lines = markup.map((line, index) =>
    index > 0 && line.startsWith(indent) ? line.slice(indent.length) : line,
  );
  const edits = [
    ...insertChild(document, service.element, lines.join('\n'), { before: ['Connector'] }),
    ...removeElement(document, element),
  ];
  return fixIn(file, t('Move the Executor up'), true, edits);
}

const start = ({ element }: Component): number => element.span.start;

export const nameRules: readonly Rule[] = [defaultHost, executor];
