import { t } from '@vscode/l10n';
import type { Hint } from '../../features';
import type { Span } from '../../text/span';
import type { XmlDocument } from '../../xml/tree';
import { type Component, componentsIn, rootComponent } from '../components';
import { attributeOf, numberOf, ownClass, type Properties, valueOf } from '../values';

/** What decides in a server.xml and is not written there: ports with their offset, names that are filled in, two defaults of a cluster. */
export function hintsIn(document: XmlDocument, asked: Span, properties: Properties): readonly Hint[] {
  const server = rootComponent(document);
  if (!server) return [];
  return [...componentsIn(document)].flatMap((component) => {
    const { start, end } = component.element.openTag;
    if (end < asked.start || asked.end < start) return [];
    switch (component.name) {
      case 'Server':
      case 'Connector':
        return effectivePort(component, server, properties);
      case 'Engine':
        return filledIn(component, 'jvmRoute', properties);
      case 'Cluster':
        return sendOptions(component, properties);
      case 'Receiver':
        return receiverPort(component, properties);
      default:
        return [];
    }
  });
}

/** A hint behind the value of an attribute. */
function behind(component: Component, name: string, value: string, says: string): readonly Hint[] {
  const end = attributeOf(component, name)?.span.end;
  return end === undefined ? [] : [{ offset: end, label: `→ ${value}`, says }];
}

/** A hint where an attribute could be. */
function missing({ element }: Component, text: string, says: string): readonly Hint[] {
  const offset = element.attributes.at(-1)?.span.end ?? element.nameSpan.end;
  return [{ offset, label: text, says, inserts: ` ${text}` }];
}

function effectivePort(component: Component, server: Component, properties: Properties): readonly Hint[] {
  const port = numberOf(component, 'port', properties);
  const isOffset = attributeOf(server, 'portOffset') !== undefined;
  const offset = isOffset ? numberOf(server, 'portOffset', properties) : 0;
  // 0 is any port that is free, -1 none.
  if (port === undefined || port <= 0 || offset === undefined) return [];
  if (offset === 0) return filledIn(component, 'port', properties);
  const says = t('Tomcat adds the portOffset of the `<Server>`, {offset}, to the port.', { offset });
  return behind(component, 'port', String(port + offset), says);
}

/** What `${…}` stands for, where that is known. */
function filledIn(component: Component, name: string, properties: Properties): readonly Hint[] {
  const value = valueOf(component, name, properties);
  if (value === undefined || value === 'unknown' || value.text === value.attribute.value) return [];
  return behind(
    component,
    name,
    value.text,
    t('What `{written}` stands for.', { written: value.attribute.value }),
  );
}

/** SimpleTcpCluster.channelSendOptions: Channel.SEND_OPTIONS_ASYNCHRONOUS. */
function sendOptions(component: Component, properties: Properties): readonly Hint[] {
  const isOwn = (ownClass(component, properties) ?? 'SimpleTcpCluster') === 'SimpleTcpCluster';
  if (!isOwn || isForeign(component, properties) || attributeOf(component, 'channelSendOptions')) return [];
  return missing(
    component,
    'channelSendOptions="8"',
    t(
      'The default: changes of sessions are sent asynchronously, so a node may answer a request before it has what the last one changed. 6 waits until the others have applied it.',
    ),
  );
}

/** ReceiverBase.port; bind() goes on with the next ports, as many as autoBind says. */
function receiverPort(component: Component, properties: Properties): readonly Hint[] {
  if (isForeign(component, properties) || attributeOf(component, 'port')) return [];
  return missing(
    component,
    'port="4000"',
    t(
      'The default. Where it is taken, Tomcat tries the next ports, as many as autoBind says: 100 if it is not set.',
    ),
  );
}

/** Whether the class is not known, or somebody else's. */
const isForeign = (component: Component, properties: Properties): boolean =>
  attributeOf(component, 'className') !== undefined && ownClass(component, properties) === undefined;
