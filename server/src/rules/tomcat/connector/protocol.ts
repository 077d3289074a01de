import { t } from '@vscode/l10n';
import { isConnector, PROTOCOLS, removedProtocol } from '../../../languages/tomcat/connector';
import { suggest } from '../../../languages/text/suggest';
import { isBefore } from '../../../languages/text/versions';
import { valueOf } from '../../../languages/tomcat/values';
import { rule } from '../../define';
import { setFix, valueSpanOf } from '../../support/tomcat';

/** ProtocolHandler.create: `HTTP/1.1` and `AJP/1.3` by these very names, else a class. Up to 9.0 in Connector.setProtocol. */
export const protocolRemoved = rule({
  meta: {
    id: 'tomcat/protocol-removed',
    severity: 'warning',
    refusedBy: 'tomcat',
    versions: 'the one in use, where it is known',
    fix: 'safe',
    messages: {
      removed:
        '{name} is not part of Tomcat {from} and later: the connector does not start, and Tomcat runs on. Write "{instead}".',
      replaced:
        '{name} is gone. Tomcat 8.5 warns and takes the NIO connector instead; from Tomcat 9 on, the connector does not start, and Tomcat runs on. Write "{instead}".',
      noHandler:
        'Tomcat has no connector "{name}": this one does not start. Write "{instead}", or the name of a class that is there.',
      unknown:
        '"{name}" is neither HTTP/1.1 nor AJP/1.3, nor the name of a class: the connector does not start, and Tomcat runs on. {advice}',
      unknownEither:
        '"{name}" is neither HTTP/1.1 nor AJP/1.3, nor the name of a class: the connector does not start, and up to 8.5 Tomcat itself does not. {advice}',
      unknownStops:
        '"{name}" is neither HTTP/1.1 nor AJP/1.3, nor the name of a class: Tomcat does not start. {advice}',
    },
  },
  elements: ['Connector'],
  component(connector, { file, report }) {
    const { path, version, properties } = file;
    if (!isConnector(connector)) return;
    const value = valueOf(connector, 'protocol', properties);
    if (value === undefined || value === 'unknown') return;
    const span = valueSpanOf(connector, 'protocol');
    const removed = removedProtocol(value.text);
    if (removed) {
      const { from, instead } = removed;
      const isGone = isBefore(version, from) === false;
      // Those of 9.0 are the first that no supported release has any more.
      if (!isGone && from !== '9.0') return;
      const fixes = [setFix(file, connector, 'protocol', instead, isGone)];
      const name = value.text.slice(value.text.lastIndexOf('.') + 1);
      if (isGone)
        report({ path, span, message: 'removed', data: { name, from, instead }, severity: 'error', fixes });
      else report({ path, span, message: 'replaced', data: { name, instead }, fixes });
      return;
    }
    if (/^org\.apache\.(?:coyote|jk)\.[\w.]+$/.test(value.text) && !PROTOCOLS.includes(value.text)) {
      const [near] = suggest(value.text, PROTOCOLS);
      const instead = near ?? (/\.(?:jk|ajp)\./.test(value.text) ? 'AJP/1.3' : 'HTTP/1.1');
      const fixes = [setFix(file, connector, 'protocol', instead, false)];
      const data = { name: value.text, instead };
      return report({ path, span, message: 'noHandler', data, severity: 'error', fixes });
    }
    if (!isNoClass(value.text)) return;
    const isOld = isBefore(version, '9.0');
    const meant = /^ajp\b/i.test(value.text) ? 'AJP/1.3' : 'HTTP/1.1';
    // Other spellings of the same; what `HTTPS` or `HTTP/2` want takes more than another name.
    const isSafe = value.text.toUpperCase() === meant;
    report({
      path,
      span,
      // Catalina.load of 8.5 ends at the first attribute that it sets on the handler that is not there.
      message: isOld ? 'unknownStops' : isOld === undefined ? 'unknownEither' : 'unknown',
      data: { name: value.text, advice: adviceFor(value.text, meant) },
      severity: 'error',
      fixes: [setFix(file, connector, 'protocol', meant, isSafe)],
    });
  },
});

/** What people take for the name of a protocol, and Tomcat for that of a class. */
const isNoClass = (text: string): boolean =>
  text !== 'HTTP/1.1' && text !== 'AJP/1.3' && /^(?:https?|ajp|tls|ssl)(?:\/\d(?:\.\d)?)?$/i.test(text);

function adviceFor(text: string, meant: string): string {
  if (/^https$|^tls$|^ssl$/i.test(text))
    return t('Write "{meant}", and switch TLS on with SSLEnabled="true".', { meant });
  if (/^https?\/2/i.test(text))
    return t(
      'Write "{meant}", and put <UpgradeProtocol className="org.apache.coyote.http2.Http2Protocol"/> into it.',
      {
        meant,
      },
    );
  return t('Write "{meant}".', { meant });
}
