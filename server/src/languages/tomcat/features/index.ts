import type { Features, FeatureView } from '../../features';
import type { TomcatFileKind } from '../../source';
import type { XmlDocument } from '../../xml/tree';
import type { Setting } from '../check';
import { noProperties } from '../values';
import { explain } from './hover';

/** What editors get of Tomcat's files. */
export function featuresOf(document: XmlDocument, kind: TomcatFileKind): Features {
  const settingOf = ({ tomcat }: FeatureView): Setting => ({
    file: kind,
    version: tomcat,
    properties: noProperties,
  });
  return {
    // Of the others the catalogue knows no more than where their elements may stand.
    ...((kind === 'server.xml' || kind === 'context.xml') && {
      hover: (offset, view) => explain(document, offset, settingOf(view)),
    }),
  };
}
