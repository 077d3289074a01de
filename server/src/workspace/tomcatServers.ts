import { componentsIn, rootComponent } from '../languages/tomcat/components';
import { attributeOf } from '../languages/tomcat/values';
import { applyEdits } from '../languages/text/span';
import type { XmlDocument } from '../languages/xml/tree';
import type { Check } from './check';

/** A server.xml of the workspace as a Tomcat of this machine may be asked about it. */
export interface AskableServer {
  readonly path: string;
  /** The file with its connectors on any free port of the loopback address, and without a shutdown port. No line moves. */
  readonly text: string;
  /** The offset of each Connector in the file, in the order in which Tomcat meets them. */
  readonly connectors: readonly number[];
}

/** Every server.xml of the workspace. */
export const tomcatServers = (checks: readonly Check[]): readonly AskableServer[] =>
  checks
    .flatMap(({ model }) => model.tomcatFiles)
    .filter(({ kind }) => kind === 'server.xml')
    .map(({ path, document }) => ({
      path,
      text: withoutPorts(document),
      connectors: connectorsOf(document).map(({ element }) => element.span.start),
    }));

const connectorsOf = (document: XmlDocument) =>
  [...componentsIn(document)].filter(({ name }) => name === 'Connector');

/** `catalina.sh configtest` opens the ports of connectors: the real ones may be taken, and are none of a test's. */
function withoutPorts(document: XmlDocument): string {
  // Tomcat does not come as far as to open them.
  if (document.faults.length > 0) return document.text;
  const server = rootComponent(document);
  const changes = [
    ...(server ? [{ component: server, values: { port: '-1' } }] : []),
    ...connectorsOf(document).map((component) => ({
      component,
      values: { port: '0', address: '127.0.0.1' },
    })),
  ];
  return applyEdits(
    document.text,
    changes.flatMap(({ component, values }) =>
      Object.entries(values).flatMap(([name, value]) => {
        const written = attributeOf(component, name);
        if (written?.valueSpan) return [{ span: written.valueSpan, text: value }];
        const { nameSpan } = component.element;
        return [{ span: { start: nameSpan.end, end: nameSpan.end }, text: ` ${name}="${value}"` }];
      }),
    ),
  );
}
