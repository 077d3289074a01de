import { hasPlaceholder } from '../text/placeholders';
import type { XmlAttribute } from '../xml/tree';
import { type Component, uncapitalized } from './components';

/** What an attribute holds: undefined where it is not written, `unknown` where what is written is filled in by something that is not read. */
export type Value = { readonly text: string; readonly attribute: XmlAttribute } | 'unknown' | undefined;

/** What `${name}` stands for in a file: what its catalina.properties says; undefined where nobody here says it. */
export type Properties = (name: string) => string | undefined;

export const noProperties: Properties = () => undefined;

/**
 * The attribute of a component. Tomcat looks for a setter with the name's first letter made a capital
 * (IntrospectionUtils.capitalize), so `port` and `Port` are one.
 */
export const attributeOf = ({ element }: Component, name: string): XmlAttribute | undefined =>
  element.attributes.find((one) => one.name === name || uncapitalized(one.name) === name);

/**
 * What else stands for anything: an entity of the document's own, `{PORT}` of a script, `#{port}` of Ruby, and the words in
 * capitals that sed looks for. A unique ID in braces is none: `{1,2,3}`.
 */
const FILLED_IN =
  /&[A-Za-z_:][\w.:-]*;|^\{[A-Za-z][\w.-]*\}$|#\{|^(?=.*_)[A-Z][A-Z\d_-]{4,}$|PLACEHOLDER|CHANGE_?ME/;

/** A text with what its properties stand for; those that are not known stay. `${name:-default}` has a default. */
export const resolved = (text: string, properties: Properties): string =>
  text.replace(
    /\$\{([^{}]+?)(?::-[^{}]*)?\}/g,
    (whole: string, name: string) => properties(whole.slice(2, -1)) ?? properties(name) ?? whole,
  );

/** What an attribute holds once `${…}` is resolved as IntrospectionUtils.replaceProperties does. */
export function valueOf(component: Component, name: string, properties: Properties = noProperties): Value {
  const attribute = attributeOf(component, name);
  if (!attribute) return undefined;
  const text = resolved(attribute.value, properties);
  return hasPlaceholder(text) || FILLED_IN.test(text) ? 'unknown' : { text, attribute };
}

/** The text of an attribute; undefined where it is not written or not known. */
export function textOf(component: Component, name: string, properties?: Properties): string | undefined {
  const value = valueOf(component, name, properties);
  return value === undefined || value === 'unknown' ? undefined : value.text;
}

/** Whether an attribute is set to true, as Boolean.valueOf reads it; undefined where it is not written or not known. */
export function isTrue(component: Component, name: string, properties?: Properties): boolean | undefined {
  return textOf(component, name, properties) === undefined
    ? undefined
    : textOf(component, name, properties)?.toLowerCase() === 'true';
}

/** The number that an attribute is set to, as Integer.parseInt reads it; undefined where it is none, or not known. */
export function numberOf(component: Component, name: string, properties?: Properties): number | undefined {
  const text = textOf(component, name, properties);
  return text !== undefined && isInteger(text) ? Number(text) : undefined;
}

/** Integer.valueOf and Long.valueOf take a sign and zeros in front, and no blank. */
export const isInteger = (text: string, type: 'int' | 'long' = 'int'): boolean =>
  /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) <= (type === 'int' ? 0x7fffffff : 2 ** 63);

/** The class that is written for a component; undefined where none is, or it is not known. */
export const classOf = (component: Component, properties?: Properties): string | undefined =>
  textOf(component, 'className', properties);

/** `DeltaManager` of `org.apache.catalina.ha.session.DeltaManager`. */
export const simpleName = (className: string): string => className.slice(className.lastIndexOf('.') + 1);

/** The class of a component by its last name, where it is one of Tomcat's own; undefined for all others. */
export function ownClass(component: Component, properties?: Properties): string | undefined {
  const name = classOf(component, properties);
  return name !== undefined && isOwn(name) ? simpleName(name) : undefined;
}

/** Packages that come with Tomcat; much else lies in `org.apache`. */
export const isOwn = (className: string): boolean =>
  /^org\.apache\.(?:catalina|coyote|tomcat|jasper|juli|naming)\./.test(className);
