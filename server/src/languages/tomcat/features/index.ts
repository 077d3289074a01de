import type { Features, FeatureView } from '../../features';
import type { TomcatFileKind } from '../../source';
import { foldsOf } from '../../xml/folding';
import { tagNamesAt } from '../../xml/linked';
import { selectionsAt } from '../../xml/selection';
import type { XmlDocument } from '../../xml/tree';
import type { Setting } from '../check';
import { complete } from './completion';
import { hintsIn } from './hints';
import { explain } from './hover';
import { linksOf } from './links';
import { outlineOf } from './outline';
import { completePlain } from './plain';
import { explainPlain } from './plainHover';
import { refactoringsAt } from './refactorings';

/** What editors get of Tomcat's files. */
export function featuresOf(document: XmlDocument, kind: TomcatFileKind): Features {
  const settingOf = ({ tomcat, properties }: FeatureView): Setting => ({
    file: kind,
    version: tomcat,
    properties,
  });
  return {
    outline: () => outlineOf(document),
    folding: (lines) => foldsOf(document, lines),
    refactorings: (asked) => refactoringsAt(document, asked),
    selection: (offset) => selectionsAt(document, offset),
    linked: (offset) => tagNamesAt(document, offset),
    // Of the others the catalogue knows no more than where their elements may stand.
    ...(kind === 'server.xml' || kind === 'context.xml'
      ? {
          links: () => linksOf(document),
          hints: (asked, { properties }) => hintsIn(document, asked, properties),
          hover: (offset, view) => explain(document, offset, settingOf(view)),
          complete: (offset, view) => complete(document, offset, settingOf(view), view),
        }
      : {
          hover: (offset, view) => explainPlain(document, offset, settingOf(view)),
          complete: (offset, view) => completePlain(document, offset, settingOf(view), view.names),
        }),
  };
}
