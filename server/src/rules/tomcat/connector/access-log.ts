import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { either } from '../../../languages/text/suggest';
import { isBefore } from '../../../languages/text/versions';
import { type Component, childrenNamed, componentsIn } from '../../../languages/tomcat/components';
import { attributeOf, isTrue, ownClass, textOf, valueOf } from '../../../languages/tomcat/values';
import { type Rule, rule } from '../../define';
import { replaceFix, setFix, valueSpanOf } from '../../support/tomcat';

/** The classes that take a pattern of this kind. */
const LOGS = new Set(['AccessLogValve', 'JsonAccessLogValve']);

const isLog = (valve: Component, { properties }: TomcatFile): boolean =>
  valve.name === 'Valve' && LOGS.has(ownClass(valve, properties) ?? '');

/** AbstractAccessLogValve: `%h` and `%a` are of the connection, unless it may read what RemoteIpValve leaves in the request. */
const attributes = rule({
  meta: {
    id: 'tomcat/access-log-attributes',
    severity: 'information',
    refusedBy: 'none',
    fix: 'safe',
    messages: {
      proxy:
        'With a RemoteIpValve, this access log has the address of the proxy for every request. Set requestAttributesEnabled="true" to log that of the client.',
    },
  },
  elements: ['Valve'],
  component(valve, { file, report }) {
    const { path, isWhole, properties } = file;
    if (!isLog(valve, file) || attributeOf(valve, 'requestAttributesEnabled')) return;
    const pattern = valueOf(valve, 'pattern', properties);
    if (pattern === 'unknown' || !logsAddress(pattern?.text ?? 'common')) return;
    const remoteIp = outerValves(valve).find((one) => ownClass(one, properties) === 'RemoteIpValve');
    if (!remoteIp) return;
    report({
      path,
      span: valve.element.nameSpan,
      message: 'proxy',
      related: [{ path, span: remoteIp.element.nameSpan, message: t('The RemoteIpValve') }],
      fixes: [setFix(file, valve, 'requestAttributesEnabled', 'true', isWhole)],
    });
  },
});

/** Whether a pattern has the address of the client or of the connection, and not the header itself. */
const logsAddress = (pattern: string): boolean =>
  (/^(?:common|combined)$/.test(pattern) || /%(?:\{remote\})?[ah]/.test(pattern)) &&
  !/%\{[^{}]*forwarded[^{}]*\}i/i.test(pattern);

/** The valves of the containers around one, its siblings among them. */
function outerValves({ parent }: Component): readonly Component[] {
  const found: Component[] = [];
  for (let at = parent; at; at = at.parent) found.push(...childrenNamed(at, 'Valve'));
  return found;
}

/** AbstractAccessLogValve.createAccessLogElement(char): the same in all supported releases. */
const LETTERS = 'abhlmpqrstuvABDFHISTUX';

/** AbstractAccessLogValve.RemoteAddrElement and PortElement, in this case. */
const ADDRESSES = ['remote', 'peer'];
const PORTS = ['local', 'remote'];

const pattern = rule({
  meta: {
    id: 'tomcat/access-log-pattern',
    severity: 'hint',
    refusedBy: 'tomcat',
    fix: 'unsafe',
    messages: {
      unknown: 'Tomcat does not know "%{letter}": each line has "???{letter}???" in its place. {advice}',
      kind: 'Tomcat knows no address or port of the kind "{kind}": it logs an error and takes that of the {instead}. Write {values}.',
      micro:
        'From Tomcat 10.1 on, %D is in microseconds, and this pattern calls it milliseconds: the numbers are a thousand times too large. Log milliseconds, or write µs.',
      milli:
        'Up to Tomcat 9, %D is in milliseconds, and this pattern calls it microseconds: the numbers are a thousand times too small. Write ms.',
    },
  },
  elements: ['Valve'],
  component(valve, { file, report }) {
    const { path, document, version, properties } = file;
    const value = valueOf(valve, 'pattern', properties);
    const span = value === 'unknown' ? undefined : value?.attribute.valueSpan;
    if (!isLog(valve, file) || !span) return;
    const raw = document.text.slice(span.start, span.end);
    for (const match of raw.matchAll(/%(?:\{[^{}]*\})?([^{])/g)) {
      const [whole, letter = ''] = match;
      const at = { start: span.start + match.index, end: span.start + match.index + whole.length };
      if (whole.length === 2 && !LETTERS.includes(letter) && /[\w%>]/.test(letter)) {
        const status = whole === '%>' && raw[match.index + 2] === 's';
        const advice = status ? t('Write %s.') : t('Remove it.');
        const end = status ? at.end + 1 : at.end;
        const fixes = status ? [replaceFix(file, { start: at.start, end }, '%s', false)] : [];
        report({
          path,
          span: { start: at.start, end },
          message: 'unknown',
          data: { letter, advice },
          severity: 'warning',
          fixes,
        });
      }
      const kind = /^%\{([^{}]*)\}[ap]$/.exec(whole)?.[1];
      const kinds = letter === 'a' ? ADDRESSES : PORTS;
      if (kind !== undefined && !kinds.includes(kind)) {
        const instead = letter === 'a' ? t('remote side') : t('server');
        const values = either(kinds);
        report({ path, span: at, message: 'kind', severity: 'warning', data: { kind, instead, values } });
      } else if (whole === '%D') {
        const unit = /^\s?(ms|us|µs)(?![a-z])/.exec(raw.slice(match.index + 2))?.[1];
        if (unit === 'ms' && isBefore(version, '10.1') === false) {
          const fixes = [replaceFix(file, at, '%{ms}T', false)];
          report({ path, span: at, message: 'micro', fixes });
        } else if (unit && unit !== 'ms' && isBefore(version, '10.0'))
          report({ path, span: at, message: 'milli' });
      }
    }
  },
});

/** AccessLogValve.java: what its files are named after, with the defaults. */
const NAMES: Readonly<Record<string, string>> = {
  directory: 'logs',
  prefix: 'access_log',
  suffix: '',
  fileDateFormat: '.yyyy-MM-dd',
  rotatable: 'true',
};

const file = rule({
  meta: {
    id: 'tomcat/access-log-file',
    severity: 'hint',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      twice:
        'Another access log of the same {container} writes to this file too: it has each request twice. Remove one of the two, or give it another prefix.',
      mixed:
        'Another access log writes to this file too, so the lines of both are mixed. Give one of the two another prefix, or log %v too to tell them apart.',
    },
  },
  tomcatFile(of, { report }) {
    const { path, document } = of;
    if (document.faults.length > 0 || (of.kind !== 'server.xml' && of.kind !== 'context.xml')) return;
    const firsts = new Map<string, Component>();
    for (const valve of componentsIn(document)) {
      if (!isLog(valve, of) || isPartial(valve)) continue;
      const name = fileOf(valve, of);
      if (name === undefined) continue;
      const first = firsts.get(name);
      if (!first) {
        firsts.set(name, valve);
        continue;
      }
      const related = [{ path, span: first.element.nameSpan, message: t('The other access log') }];
      const span = valueSpanOf(valve, 'prefix');
      const { parent } = valve;
      if (first.parent === parent && parent)
        report({ path, span, message: 'twice', data: { container: parent.name }, related });
      else if (!/%v/.test(textOf(valve, 'pattern') ?? '')) report({ path, span, message: 'mixed', related });
    }
  },
});

/** One that logs some requests only may share its file with one that logs the others. */
const isPartial = (valve: Component): boolean =>
  valve.element.attributes.some(({ name }) => /^condition/i.test(name)) || isTrue(valve, 'enabled') === false;

/** What its file is named after; undefined where that is not known, or it is no file. */
function fileOf(valve: Component, { properties }: TomcatFile): string | undefined {
  const parts: string[] = [];
  for (const [name, fallback] of Object.entries(NAMES)) {
    const value = valueOf(valve, name, properties);
    if (value === 'unknown') return undefined;
    parts.push(value?.text ?? fallback);
  }
  return /^\/(?:dev|proc)\b/.test(parts[0] ?? '') ? undefined : parts.join('\n');
}

export const accessLogRules: readonly Rule[] = [attributes, pattern, file];
