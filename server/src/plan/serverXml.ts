import { span, type TextEdit } from '../languages/text/span';
import { attribute, childElements, elements, localName } from '../languages/xml/query';
import type { XmlDocument, XmlElement } from '../languages/xml/tree';
import { ACCESS_VALVE } from './parts';

/** A second access log at the end of every Host, on its line, so that no line moves. */
export const accessValveEdits = (document: XmlDocument): readonly TextEdit[] =>
  [...elements(document)].filter((it) => localName(it) === 'Host' && !hasConsoleLog(it)).flatMap(valveEdit);

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
