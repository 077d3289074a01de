import { applyEdits, span, type TextEdit } from '../languages/text/span';
import { attribute, childElements, elements, localName } from '../languages/xml/query';
import type { XmlDocument, XmlElement } from '../languages/xml/tree';
import { ACCESS_VALVE } from './parts';

/**
 * The copy of server.xml: a second access log at the end of every Host, on its line, so that no line moves. A file with
 * faults stays as it is: Tomcat refuses it anyway, and shall speak of what the user wrote.
 */
export function adaptServerXml(document: XmlDocument): string {
  if (document.faults.length > 0) return document.text;
  const hosts = [...elements(document)].filter((it) => localName(it) === 'Host' && !hasConsoleLog(it));
  return applyEdits(document.text, hosts.flatMap(valveEdit));
}

function valveEdit({ name, closeTag, selfClosing, openTag }: XmlElement): TextEdit[] {
  if (closeTag) return [{ span: span(closeTag.start, closeTag.start), text: ACCESS_VALVE }];
  if (!selfClosing) return [];
  return [{ span: span(openTag.end - 2, openTag.end), text: `>${ACCESS_VALVE}</${name}>` }];
}

const hasConsoleLog = (host: XmlElement): boolean =>
  childElements(host).some(
    (child) =>
      attribute(child, 'directory')?.value === '/dev' && attribute(child, 'prefix')?.value === 'stdout',
  );
