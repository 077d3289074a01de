import { beforeItsLine, language, sure } from '../language';
import { parseXml } from '../xml/parse';
import type { XmlDocument } from '../xml/tree';

/** The configuration of JSF up to Faces 4.0, in which beans were declared. */
export const faces = language<XmlDocument, 'faces-config.xml'>({
  id: 'faces',
  title: 'Faces',
  kinds: ['faces-config.xml'],
  names: [{ names: ['faces-config.xml', '*.faces-config.xml'] }],
  standsAlone: false,
  recognise: (_, __, { promised }) => sure(promised && 'faces-config.xml'),
  parse: parseXml,
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `<!-- ${text} -->`,
  about: (document) => ({
    comments: () => document.comments.map(({ span }) => span),
    anchor: beforeItsLine,
  }),
});
