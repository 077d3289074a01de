import { childElements } from '../xml/query';
import type { XmlComment, XmlDocument, XmlElement } from '../xml/tree';

/**
 * An element of server.xml or of a context.xml, as Tomcat's digester meets it. Its rules go by the whole path of names
 * (org.apache.tomcat.util.digester.RulesBase), so the same name means different things at different places.
 */
export interface Component {
  readonly name: string;
  readonly element: XmlElement;
  /** Names from the root, its own last: `['Server', 'Service', 'Engine']`. */
  readonly path: readonly string[];
  readonly parent: Component | undefined;
  readonly children: readonly Component[];
  /** What stands in comments inside it, as if it were live. */
  readonly commentedOut: readonly CommentedComponent[];
}

/** A component that somebody would have by uncommenting it. */
export interface CommentedComponent extends Component {
  readonly comment: XmlComment;
}

type Growing = { -readonly [K in keyof Component]: Component[K] } & {
  children: Component[];
  commentedOut: CommentedComponent[];
};

/** No rule of the digester is as deep; what lies deeper is ignored with what it lies in. */
const DEEPEST = 24;

const known = new WeakMap<XmlDocument, Component | null>();

/** The component of the root element, with all others in it; made once a document. */
export function rootComponent(document: XmlDocument): Component | undefined {
  const before = known.get(document);
  if (before !== undefined) return before ?? undefined;
  const root = document.root && grow(document.root, undefined, true);
  known.set(document, root ?? null);
  return root;
}

/** All components of a document that are not commented out, the root first, in the order of the text. */
export function* componentsIn(document: XmlDocument): Generator<Component> {
  const root = rootComponent(document);
  const waiting = root ? [root] : [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    for (const child of next.children.toReversed()) waiting.push(child);
  }
}

function grow(element: XmlElement, parent: Component | undefined, withComments: boolean): Component {
  const { name } = element;
  const path = parent ? [...parent.path, name] : [name];
  const component: Growing = { name, element, path, parent, children: [], commentedOut: [] };
  if (path.length === DEEPEST) return component;
  for (const child of childElements(element)) component.children.push(grow(child, component, withComments));
  if (withComments) component.commentedOut.push(...commentedIn(component));
  return component;
}

function commentedIn(component: Component): readonly CommentedComponent[] {
  return component.element.children.flatMap((child) =>
    child.kind === 'comment'
      ? child.elements.map((element) => ({ ...grow(element, component, false), comment: child }))
      : [],
  );
}

/** Where a component stands: `Server/Service/Engine`. */
export const pathOf = ({ path }: Component): string => path.join('/');

const byName = new WeakMap<Component, ReadonlyMap<string, readonly Component[]>>();

/** The children of a name, in the order of the file. */
export function childrenNamed(component: Component, name: string): readonly Component[] {
  let index = byName.get(component);
  if (!index) {
    const made = new Map<string, Component[]>();
    for (const child of component.children) {
      const before = made.get(child.name);
      if (before) before.push(child);
      else made.set(child.name, [child]);
    }
    byName.set(component, (index = made));
  }
  return index.get(name) ?? none;
}

const none: readonly Component[] = [];

/** All components below one, itself not included. */
export function* below(component: Component): Generator<Component> {
  for (const child of component.children) {
    yield child;
    yield* below(child);
  }
}

export const uncapitalized = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
