import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../cluster/model';
import type { Span, TextEdit } from '../../languages/text/span';
import { attributeOf } from '../../languages/tomcat/values';
import type { Component } from '../../languages/tomcat/components';
import { insertChild, removeAttribute, setAttribute } from '../../languages/xml/edit';
import { localName } from '../../languages/xml/query';
import type { XmlDocument, XmlElement } from '../../languages/xml/tree';
import type { Fix } from '../define';

/** A fix that changes one file. */
export const fixIn = (
  { path }: TomcatFile,
  title: string,
  safe: boolean,
  edits: readonly TextEdit[],
): Fix => ({ title, safe, edits: new Map([[path, edits]]) });

/** The name of an attribute, or of the element where it is not written. */
export const nameSpanOf = (component: Component, name: string): Span =>
  attributeOf(component, name)?.nameSpan ?? component.element.nameSpan;

/** The value of an attribute, or the name of the element where it is not written. */
export const valueSpanOf = (component: Component, name: string): Span =>
  attributeOf(component, name)?.valueSpan ?? nameSpanOf(component, name);

/** Gives an attribute a value, in place of what is written. */
export const setFix = (
  file: TomcatFile,
  { element }: Component,
  name: string,
  value: string,
  safe: boolean,
): Fix =>
  fixIn(
    file,
    t('Set {attribute}', { attribute: `${name}="${value}"` }),
    safe,
    setAttribute(file.document, element, name, value),
  );

export const removeFix = (file: TomcatFile, { element }: Component, name: string, safe: boolean): Fix =>
  fixIn(
    file,
    t('Remove {attribute}', { attribute: name }),
    safe,
    removeAttribute(file.document, element, name),
  );

/** Writes another text over a place. */
export const replaceFix = (file: TomcatFile, span: Span, text: string, safe: boolean): Fix =>
  fixIn(file, t('Replace it with {text}', { text }), safe, [{ span, text }]);

/** What comes before it in the DTDs of 2.2 and 2.3, where the order counts; later versions take any order. */
const BEFORE_DISTRIBUTABLE = ['icon', 'display-name', 'description'];

/** Puts `<distributable/>` into a web.xml. */
export function insertDistributable(document: XmlDocument, root: XmlElement): readonly TextEdit[] {
  const prefix = root.name.slice(0, root.name.length - localName(root).length);
  const after = BEFORE_DISTRIBUTABLE.map((name) => prefix + name);
  return insertChild(document, root, `<${prefix}distributable/>`, { after });
}
