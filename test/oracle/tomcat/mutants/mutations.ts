import {
  childrenOf,
  classesFor,
  classNamed,
  elementAt,
  isA,
  tomcatLines,
  type TomcatXml,
} from '../../../../server/src/languages/tomcat/catalogue';
import {
  attributeNamed,
  attributesOf,
  connectorAttributes,
} from '../../../../server/src/languages/tomcat/catalogueAttributes';
import type { Generator } from '../../generate';
import type { Base } from './files';
import { type Attribute, lineAt, type Tag, tagsIn } from './places';

/** A file with one thing changed. */
export interface Changed {
  readonly text: string;
  /** Lines, from 1, of the change and of what it leaves broken. */
  readonly lines: readonly number[];
}

export interface Mutation {
  readonly name: string;
  readonly mutate: (base: Base, generator: Generator) => Changed | undefined;
}

/** Puts `insert` where `start` to `end` was. */
export function splice(
  text: string,
  start: number,
  end: number,
  insert: string,
  ...others: number[]
): Changed {
  const changed = text.slice(0, start) + insert + text.slice(end);
  return { text: changed, lines: [lineAt(changed, start), ...others.map((at) => lineAt(text, at))] };
}

const oneOf = <T>(values: readonly T[], generator: Generator): T | undefined =>
  values[generator.below(values.length)];

const openTags = (text: string): readonly Tag[] => tagsIn(text).filter(({ isClosing }) => !isClosing);
const withAttributes = (text: string): readonly Tag[] =>
  openTags(text).filter(({ attributes }) => attributes.length > 0);

/** Changes at an attribute that fits. */
const atAttribute = (
  name: string,
  change: (text: string, tag: Tag, attribute: Attribute, generator: Generator) => Changed | undefined,
  fits: (tag: Tag, attribute: Attribute, base: Base) => boolean = () => true,
): Mutation => ({
  name,
  mutate(base, generator) {
    const places = withAttributes(base.text).flatMap((tag) =>
      tag.attributes
        .filter((attribute) => fits(tag, attribute, base))
        .map((attribute) => ({ tag, attribute })),
    );
    const place = oneOf(places, generator);
    return place && change(base.text, place.tag, place.attribute, generator);
  },
});

/** A letter lost, doubled, changed or two of them swapped. */
function misspelt(word: string, generator: Generator): string {
  const at = 1 + generator.below(Math.max(1, word.length - 2));
  const letter = word.charAt(at);
  switch (generator.below(4)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + letter + word.slice(at);
    case 2:
      return word.slice(0, at) + (letter === 'e' ? 'a' : 'e') + word.slice(at + 1);
    default:
      return word.slice(0, at) + word.charAt(at + 1) + letter + word.slice(at + 2);
  }
}

const otherCase = (word: string): string =>
  word.length > 2 && word === word.toLowerCase()
    ? word.slice(0, 1) + word.charAt(1).toUpperCase() + word.slice(2)
    : word.slice(0, 1) + word.slice(1).toLowerCase();

const CONNECTOR = 'org.apache.catalina.connector.Connector';

const entryOf = (base: Base, path: readonly string[]) =>
  tomcatLines.map((line) => elementAt(base.file, path, line)).find((one) => one !== undefined);

/** The class that an element has, as far as Tomcat's own. */
function classOf(tag: Tag, base: Base): string | undefined {
  const entry = entryOf(base, tag.path);
  const written = tag.attributes.find(({ name }) => name === 'className');
  const name = written ? base.text.slice(written.valueStart, written.valueEnd) : entry?.defaultClass;
  return name !== undefined && classNamed(name) ? name : undefined;
}

function attributesFor(tag: Tag, base: Base, version: string | undefined) {
  const made = classOf(tag, base);
  if (made === undefined) return undefined;
  if (made !== CONNECTOR) return attributesOf(made, version);
  const protocol = tag.attributes.find(({ name }) => name === 'protocol');
  return connectorAttributes(
    protocol ? base.text.slice(protocol.valueStart, protocol.valueEnd) : 'HTTP/1.1',
    version,
  );
}

const isNumber = (tag: Tag, { name }: Attribute, base: Base): boolean =>
  /^(?:int|long)$/.test(attributeNamed(attributesFor(tag, base, '9.0') ?? new Map(), name)?.type ?? '');

/** Puts an element in front of a tag. */
const before = ({ text }: Base, tag: Tag, markup: string): Changed =>
  splice(text, tag.start, tag.start, `${markup}\n`);

const insideOf = (text: string, tag: Tag, markup: string): Changed | undefined =>
  tag.isEmpty ? undefined : splice(text, tag.end, tag.end, markup);

const addAttribute = (text: string, tag: Tag, written: string): Changed =>
  splice(text, tag.nameStart + tag.name.length, tag.nameStart + tag.name.length, ` ${written}`);

/** What malformed XML there is: no parser reads on. */
const malformed: readonly Mutation[] = [
  {
    name: 'cut',
    mutate({ text }, generator) {
      const at = 60 + generator.below(text.length - 75);
      const cut = text.slice(0, at);
      const tag = tagsIn(text).findLast((one) => one.start < at);
      const comment = cut.lastIndexOf('<!--');
      const opened = tag ? tag.open : [];
      return {
        text: cut,
        lines: [at, tag?.start ?? at, comment < 0 ? at : comment, ...opened].map((one) => lineAt(text, one)),
      };
    },
  },
  atAttribute('quote lost', (text, tag, { valueStart, valueEnd, end }, generator) =>
    generator.below(2) === 0
      ? splice(text, valueEnd, end, '', tag.start, tag.end)
      : splice(text, valueStart - 1, valueStart, '', tag.start),
  ),
  atAttribute('quotes that do not fit', (text, tag, { valueStart, valueEnd, end }, generator) =>
    generator.below(2) === 0
      ? splice(text, valueEnd, end, "'", tag.end)
      : splice(text, valueStart - 1, end, `“${text.slice(valueStart, valueEnd)}”`),
  ),
  {
    name: 'close tag lost or misspelt',
    mutate({ text }, generator) {
      const tag = oneOf(
        tagsIn(text).filter(({ isClosing }) => isClosing),
        generator,
      );
      if (!tag) return undefined;
      const opened = tag.open.at(-1) ?? tag.start;
      const outer = tag.open.at(-2) ?? opened;
      return generator.below(2) === 0
        ? splice(text, tag.start, tag.end, '', opened, outer)
        : splice(text, tag.nameStart, tag.nameStart + tag.name.length, misspelt(tag.name, generator), opened);
    },
  },
  {
    name: 'close tags swapped or too many',
    mutate({ text }, generator) {
      const tag = oneOf(
        tagsIn(text).filter(({ isClosing }) => isClosing),
        generator,
      );
      if (!tag) return undefined;
      const outer = tag.path.at(-2) ?? 'Server';
      return generator.below(2) === 0
        ? splice(text, tag.nameStart, tag.nameStart + tag.name.length, outer, tag.open.at(-1) ?? tag.start)
        : splice(text, tag.end, tag.end, `</${tag.name}>`, ...tag.open);
    },
  },
  {
    name: 'slash or bracket lost',
    mutate({ text }, generator) {
      const tag = oneOf(tagsIn(text), generator);
      if (!tag) return undefined;
      const at = tag.isEmpty && generator.below(2) === 0 ? tag.end - 2 : tag.end - 1;
      return splice(text, at, at + 1, '', tag.start, tag.end, tag.open.at(-2) ?? tag.start);
    },
  },
  atAttribute('"<" in a value', (text, tag, { valueStart, valueEnd }, generator) => {
    const at = valueStart + generator.below(valueEnd - valueStart + 1);
    return splice(text, at, at, generator.pick(['<', '<b>', '<a/>', '<!--']), tag.start);
  }),
  atAttribute('attribute twice', (text, tag, { start, end }, generator) =>
    generator.below(2) === 0
      ? splice(text, end, end, ` ${text.slice(start, end)}`, tag.start)
      : splice(text, start, start, `${text.slice(start, end)}\n      `, tag.end, start),
  ),
  atAttribute('bad entity', (text, _, { valueStart }, generator) =>
    splice(
      text,
      valueStart,
      valueStart,
      generator.pick(['& ', '&nosuch;', '&amp', 'a&b', '&#0;', '&#xFFFF;', '&#x;', '&#12a;', '&&amp;']),
    ),
  ),
  {
    name: 'bad comment',
    mutate(base, generator) {
      const tag = oneOf(openTags(base.text).slice(1), generator);
      return (
        tag &&
        before(
          base,
          tag,
          generator.pick([
            '<!-- a -- b -->',
            '<!-- a --->',
            '<!-- a <!-- b --> c -->',
            '<!- a -->',
            '<! -- a -->',
            '<!-- a -- >',
            '<!--- a --->',
            '<-- a -->',
          ]),
        )
      );
    },
  },
  atAttribute(
    'value without quotes or equals sign',
    (text, tag, { name, start, end, valueStart, valueEnd }, generator) =>
      splice(
        text,
        start,
        end,
        generator.pick([
          name,
          `${name}=`,
          `${name}=${text.slice(valueStart, valueEnd).split(/\s/)[0]}`,
          `${name} "${text.slice(valueStart, valueEnd)}"`,
          `${name}:"${text.slice(valueStart, valueEnd)}"`,
          `${name}=="${text.slice(valueStart, valueEnd)}"`,
          `="${text.slice(valueStart, valueEnd)}"`,
        ]),
        tag.start,
      ),
  ),
  atAttribute('no blank between', (text, tag, { end }) =>
    /\s/.test(text.charAt(end)) && tag.attributes.some(({ start }) => start > end)
      ? splice(text, end, text.slice(end).search(/\S/) + end, '', tag.start)
      : splice(text, end, end, ';', tag.start),
  ),
  {
    name: 'outside of the root',
    mutate({ text }, generator) {
      const root = openTags(text)[0]?.start ?? 0;
      const extra = generator.pick([
        'x',
        '<Server/>',
        '<!DOCTYPE a>',
        '&amp;',
        '</Server>',
        '<?xml version="1.0"?>',
        '<Context></Context>',
        ']]>',
        '<![CDATA[a]]>',
      ]);
      return generator.below(3) > 0
        ? splice(text, text.length, text.length, extra)
        : splice(text, root, root, generator.pick(['x\n', 'a="b"\n', '&lt;\n']));
    },
  },
  {
    name: 'bad declaration',
    mutate({ text }, generator) {
      const end = text.startsWith('<?xml') ? text.indexOf('?>') + 2 : 0;
      return splice(
        text,
        0,
        end,
        generator.pick([
          ' <?xml version="1.0"?>',
          '\n<?xml version="1.0" encoding="UTF-8"?>',
          '<?xml version=1.0?>',
          '<?xml encoding="UTF-8"?>',
          '<?xml encoding="UTF-8" version="1.0"?>',
          '<?xml version="1.0" encoding="UTF-8" standalone="maybe"?>',
          '<?xml version="1.0" encoding="UTF-8">',
          '<?XML version="1.0"?>',
          '<!-- a --><?xml version="1.0"?>',
          '<?xml version="1.0" encoding=""?>',
          '<?xml version="1.0"encoding="UTF-8"?>',
        ]),
      );
    },
  },
  {
    name: 'bad character',
    mutate({ text }, generator) {
      const tag = oneOf(tagsIn(text), generator);
      if (!tag) return undefined;
      const at = generator.pick([tag.nameStart, tag.end, tag.nameStart + tag.name.length]);
      return splice(
        text,
        at,
        at,
        generator.pick(['\u0001', '\u0008', '\u001b', '\uffff', '<', '$', ',']),
        tag.start,
      );
    },
  },
];

/** What is well-formed and unknown to the digester, or refused by it. */
const schema: readonly Mutation[] = [
  {
    name: 'element misspelt',
    mutate({ text }, generator) {
      const tag = oneOf(openTags(text).slice(1), generator);
      return tag && renamed(text, tag, misspelt(tag.name, generator));
    },
  },
  {
    name: 'element in other case',
    mutate({ text }, generator) {
      const tag = oneOf(openTags(text).slice(1), generator);
      return (
        tag && renamed(text, tag, generator.below(2) === 0 ? tag.name.toLowerCase() : tag.name.toUpperCase())
      );
    },
  },
  {
    name: 'element misplaced',
    mutate({ text }, generator) {
      const tags = openTags(text);
      const moved = oneOf(
        tags.slice(1).filter(({ isEmpty }) => isEmpty),
        generator,
      );
      const other = oneOf(
        tags.filter(({ isEmpty, name }) => !isEmpty && name !== 'Alias' && name !== 'WatchedResource'),
        generator,
      );
      return (
        moved && other && insideOf(text, other, text.slice(moved.start, moved.end).replaceAll('\n', ' '))
      );
    },
  },
  {
    name: 'element of somebody else',
    mutate(base, generator) {
      const tag = oneOf(openTags(base.text).slice(1), generator);
      return (
        tag &&
        before(
          base,
          tag,
          generator.pick([
            '<Include file="a.xml"/>',
            '<Property name="a" value="b"/>',
            '<bean/>',
            '<DefaultContext reloadable="true"/>',
            '<Logger className="org.apache.catalina.logger.FileLogger"/>',
            '<Ejb/>',
            '<Alias>a</Alias>',
            '<Members/>',
          ]),
        )
      );
    },
  },
  atAttribute(
    'attribute misspelt',
    (text, _, { name, start }, generator) =>
      splice(text, start, start + name.length, misspelt(name, generator)),
    (_, { name }) => name !== 'className' && name.length > 3,
  ),
  atAttribute(
    'attribute in other case',
    (text, _, { name, start }, generator) =>
      splice(
        text,
        start,
        start + name.length,
        generator.below(2) === 0 ? otherCase(name) : name.toUpperCase(),
      ),
    (_, { name }) => name !== 'className',
  ),
  {
    name: 'attribute of another element',
    mutate({ text }, generator) {
      const tags = withAttributes(text);
      const tag = oneOf(tags, generator);
      const names = new Set(tag?.attributes.map(({ name }) => name));
      const other = oneOf(
        tags.flatMap(({ attributes }) => attributes).filter(({ name }) => !names.has(name)),
        generator,
      );
      return tag && other && addAttribute(text, tag, text.slice(other.start, other.end));
    },
  },
  atAttribute(
    'bad number',
    (text, tag, { valueStart, valueEnd }, generator) =>
      splice(
        text,
        valueStart,
        valueEnd,
        generator.pick([
          '80x1',
          '',
          ' 5',
          '5 ',
          '1.5',
          '10s',
          '2m',
          '99999999999999999999',
          '1_000',
          'ten',
          '0x10',
          '1,000',
          '--1',
          '3000000000',
        ]),
        tag.start,
      ),
    isNumber,
  ),
  atAttribute(
    'className lost',
    (text, tag, { start, end }) => splice(text, start, end, '', tag.start),
    (_, { name }) => name === 'className',
  ),
  atAttribute(
    'class misspelt',
    (text, tag, { valueStart, valueEnd }, generator) => {
      const value = text.slice(valueStart, valueEnd);
      const last = value.lastIndexOf('.') + 1;
      const form = generator.below(4);
      const wrong =
        form === 0
          ? value.replace(/\.(\w+)\.(\w+)$/, '.$2')
          : form === 1
            ? value.slice(0, last) + value.slice(last).toLowerCase()
            : value.slice(0, last) + misspelt(value.slice(last), generator);
      return splice(text, valueStart, valueEnd, form === 3 ? `${value} ` : wrong, tag.start);
    },
    (_, { name }) => name === 'className',
  ),
  {
    name: 'class that was removed',
    mutate({ text }, generator) {
      const tag = oneOf(
        withAttributes(text).filter(({ name }) => REMOVED[name] !== undefined),
        generator,
      );
      const attribute = tag?.attributes.find(({ name }) => name === 'className');
      const className = oneOf(REMOVED[tag?.name ?? ''] ?? [], generator);
      if (!tag || className === undefined) return undefined;
      return attribute
        ? splice(text, attribute.valueStart, attribute.valueEnd, className, tag.start)
        : addAttribute(text, tag, `className="${className}"`);
    },
  },
  {
    name: 'class of another type',
    mutate(base, generator) {
      const { text } = base;
      const classes = withAttributes(text).flatMap((tag) =>
        tag.attributes.filter(({ name }) => name === 'className').map((attribute) => ({ tag, attribute })),
      );
      const place = oneOf(classes, generator);
      const type = place && entryOf(base, place.tag.path)?.type;
      const others = classes
        .map(({ attribute }) => text.slice(attribute.valueStart, attribute.valueEnd))
        .concat('org.apache.catalina.session.StandardManager', 'org.apache.catalina.valves.AccessLogValve')
        .filter((name) => type !== undefined && isA(name, type, '9.0') !== true);
      const other = oneOf(others, generator);
      return place && other !== undefined
        ? splice(text, place.attribute.valueStart, place.attribute.valueEnd, other, place.tag.start)
        : undefined;
    },
  },
  {
    name: 'attribute of some releases',
    mutate(base, generator) {
      const places = withAttributes(base.text).flatMap((tag) => {
        const all = tomcatLines.map((line) => attributesFor(tag, base, line));
        const written = new Set(tag.attributes.map(({ name }) => name));
        const names = new Set(all.flatMap((one) => [...(one?.keys() ?? [])]));
        return [...names]
          .filter(
            (name) => !written.has(name) && name !== 'className' && all.some((one) => one && !one.has(name)),
          )
          .map((name) => ({ tag, name, type: all.flatMap((one) => one?.get(name) ?? [])[0]?.type }));
      });
      const tags = [...new Set(places.map(({ tag }) => tag))];
      const tag = oneOf(tags, generator);
      const place = oneOf(
        places.filter((one) => one.tag === tag),
        generator,
      );
      return (
        place &&
        addAttribute(
          base.text,
          place.tag,
          `${place.name}="${place.type === 'boolean' ? 'true' : place.type === 'address' ? '127.0.0.1' : '1'}"`,
        )
      );
    },
  },
  {
    name: 'element of some releases',
    mutate(base, generator) {
      const { text, file } = base;
      const places = openTags(text)
        .filter(({ isEmpty }) => !isEmpty)
        .flatMap((tag) => everyChild(file, tag.path).map((name) => ({ tag, name })));
      const place = oneOf(places, generator);
      if (!place) return undefined;
      const entry = entryOf(base, [...place.tag.path, place.name]);
      const made =
        entry?.needsClass && entry.type !== undefined
          ? oneOf(
              tomcatLines.flatMap((line) => classesFor(entry.type ?? '', line)),
              generator,
            )
          : undefined;
      return insideOf(text, place.tag, `<${place.name}${made ? ` className="${made.name}"` : ''}/>`);
    },
  },
  {
    name: 'harmless',
    mutate(base, generator) {
      const { text } = base;
      const tag = oneOf(withAttributes(text), generator);
      const attribute = tag && oneOf(tag.attributes, generator);
      if (!attribute) return undefined;
      const { name, start, end, valueStart, valueEnd } = attribute;
      const value = text.slice(valueStart, valueEnd);
      switch (generator.below(8)) {
        case 0:
          return splice(text, start, end, `${name}='${value.replaceAll("'", '&apos;')}'`);
        case 1:
          return splice(text, end, end, '\r\n\t');
        case 2:
          return splice(text, start, start + name.length, name.charAt(0).toUpperCase() + name.slice(1));
        case 3:
          return before(base, tag, '<!-- < & > "a" <Cluster className="x"/> -->');
        case 4:
          return splice(
            text,
            valueStart,
            valueEnd,
            Array.from(value, (letter) => `&#${letter.codePointAt(0)};`).join(''),
          );
        case 5:
          return isNumber(tag, attribute, base)
            ? splice(text, valueStart, valueEnd, generator.pick([`0${value}`, `+${value}`]))
            : splice(text, start + name.length, valueStart - 1, ' = ');
        case 6:
          return /^(?:true|false)$/.test(value)
            ? splice(text, valueStart, valueEnd, generator.pick([value.toUpperCase(), 'yes', 'off', '']))
            : splice(text, end, end, '\n\n');
        default:
          return before(base, tag, generator.pick(['<?note a b?>', '<![CDATA[ ]]>', 'text', '&#32;']));
      }
    },
  },
];

function everyChild(file: TomcatXml, path: readonly string[]): readonly string[] {
  const all = tomcatLines.flatMap((line) =>
    childrenOf(file, path, line).map((entry) => entry.path.slice(entry.path.lastIndexOf('/') + 1)),
  );
  const counts = new Map<string, number>();
  for (const name of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  const some = [...counts].filter(([, count]) => count < tomcatLines.length).map(([name]) => name);
  return some.length > 0 ? some : [];
}

/** Both tags of an element under another name. */
function renamed(text: string, tag: Tag, name: string): Changed | undefined {
  const first = splice(text, tag.nameStart, tag.nameStart + tag.name.length, name);
  if (tag.isEmpty) return first;
  const close = tagsIn(text).find((one) => one.isClosing && one.open.at(-1) === tag.start);
  if (!close) return undefined;
  const both = splice(text, close.nameStart, close.nameStart + close.name.length, name).text;
  return { ...first, text: splice(both, tag.nameStart, tag.nameStart + tag.name.length, name).text };
}

/** Classes of older releases, by the element that had them. */
const REMOVED: Readonly<Record<string, readonly string[]>> = {
  Listener: [
    'org.apache.catalina.core.JasperListener',
    'org.apache.catalina.mbeans.ServerLifecycleListener',
    'org.apache.catalina.mbeans.JmxRemoteLifecycleListener',
  ],
  Realm: ['org.apache.catalina.realm.JDBCRealm'],
  Receiver: [
    'org.apache.catalina.tribes.transport.bio.BioReceiver',
    'org.apache.catalina.cluster.tcp.ReplicationListener',
  ],
  Interceptor: ['org.apache.catalina.tribes.group.interceptors.MessageDispatch15Interceptor'],
  ClusterListener: ['org.apache.catalina.ha.session.JvmRouteSessionIDBinderListener'],
  Transport: ['org.apache.catalina.tribes.transport.bio.PooledMultiSender'],
  Valve: [
    'org.apache.catalina.valves.FastCommonAccessLogValve',
    'org.apache.catalina.valves.RequestDumperValve',
    'org.apache.catalina.valves.JDBCAccessLogValve',
    'org.apache.catalina.cluster.tcp.ReplicationValve',
  ],
  Store: ['org.apache.catalina.session.JDBCStore'],
  CookieProcessor: ['org.apache.tomcat.util.http.LegacyCookieProcessor'],
  Cluster: ['org.apache.catalina.cluster.tcp.SimpleTcpCluster'],
};

export const mutations: readonly Mutation[] = [...malformed, ...schema];
