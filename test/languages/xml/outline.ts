import type { XmlDocument, XmlNode } from '../../../server/src/languages/xml/tree';

/**
 * One line for a tree: `Server[port="1"](Engine~ !{Cluster/})`. `~`: no close tag, `/`: empty tag, `name=∅`: no value,
 * `!{…}`: a comment with the elements in it.
 */
export function outline(node: XmlNode): string {
  switch (node.kind) {
    case 'text':
      return node.value.trim() === '' ? '' : JSON.stringify(node.value.trim());
    case 'comment':
      return `!{${node.elements.map(outline).join(' ')}}`;
    case 'element': {
      const attributes = node.attributes.map(
        ({ name, value, valueSpan }) => `${name}=${valueSpan ? JSON.stringify(value) : '∅'}`,
      );
      const children = node.children.map(outline).filter((child) => child !== '');
      return (
        node.name +
        (attributes.length > 0 ? `[${attributes.join(' ')}]` : '') +
        (node.selfClosing ? '/' : node.closeTag ? '' : '~') +
        (children.length > 0 ? `(${children.join(' ')})` : '')
      );
    }
  }
}

/** Each fault as the text it marks and its message. */
export function faultsOf({ text, faults }: XmlDocument): string[] {
  return faults.map(({ span, message }) => `${text.slice(span.start, span.end)} | ${message}`);
}
