import { t } from '@vscode/l10n';
import { beforeItsLine, language, sure } from '../language';
import type { LanguageSymbols, Mention, MentionView } from '../symbols/kinds';
import { parseProperties, type PropertiesDocument } from './java';

/** What `${name}` stands for in Tomcat's files is made here. */
const propertySymbols: LanguageSymbols = {
  kinds: new Map([['property', { title: () => t('property'), shown: (name: string) => `\${${name}}` }]]),
  mentions,
  renamable: () => t('Properties cannot be renamed here: other programs may use them.'),
};

function* mentions({ files }: MentionView): Generator<Mention, void, undefined> {
  for (const { path, ...file } of files.values()) {
    if (file.kind !== 'catalina.properties') continue;
    for (const { key, keySpan } of file.document.entries)
      yield { kind: 'property', name: key, path, span: keySpan, makes: true, keys: [path], by: key };
  }
}

/** conf/catalina.properties: properties of Tomcat, and those that its files name. */
export const catalinaProperties = language<PropertiesDocument, 'catalina.properties'>({
  id: 'catalina-properties',
  title: 'Tomcat',
  kinds: ['catalina.properties'],
  names: [{ names: ['catalina.properties'] }],
  standsAlone: false,
  recognise: (_, __, { promised }) => sure(promised ? 'catalina.properties' : undefined),
  parse: parseProperties,
  read: (document, kind) => ({ kind, document }),
  comment: (text) => `# ${text}`,
  about: ({ comments }) => ({ comments: () => comments, anchor: beforeItsLine }),
  symbols: propertySymbols,
});
