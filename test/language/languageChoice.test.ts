import { deepEqual, equal } from 'node:assert/strict';
import { LanguageChoice } from '../../client/src/features/language/languageChoice';

interface Document {
  readonly uri: string;
  languageId: string;
}

describe('the language of files that nginx includes', () => {
  let kept: readonly string[];
  const choiceOf = (chosen: readonly string[] = []): LanguageChoice<Document> => {
    const choice = new LanguageChoice<Document>(
      (document) => document,
      chosen,
      (now) => (kept = now),
    );
    choice.known(['file:///conf.d/site.conf', 'file:///proxy.inc']);
    return choice;
  };
  const open = (choice: LanguageChoice<Document>, uri: string, languageId: string): Document => {
    const document = { uri, languageId };
    choice.opened(document);
    return document;
  };
  const change = (choice: LanguageChoice<Document>, document: Document, languageId: string): void => {
    document.languageId = languageId;
    choice.opened(document);
  };
  beforeEach(() => (kept = []));

  it('is nginx, where the editor only guessed', () => {
    const choice = choiceOf();
    equal(choice.takes(open(choice, 'file:///conf.d/site.conf', 'properties')), true);
    equal(choice.takes(open(choice, 'file:///proxy.inc', 'plaintext')), true);
    equal(choice.takes(open(choice, 'file:///httpd.conf', 'properties')), false);
    equal(choice.takes(open(choice, 'file:///conf.d/site.conf', 'jinja')), false);
    equal(choice.takes(open(choice, 'file:///conf.d/site.conf', 'nginx')), false);
  });

  it('stays what somebody chose, also in the next window', () => {
    const choice = choiceOf();
    const document = open(choice, 'file:///conf.d/site.conf', 'properties');
    equal(choice.takes(document), true);
    change(choice, document, 'nginx');
    deepEqual(kept, []);
    change(choice, document, 'ini');
    equal(choice.takes(document), false);
    deepEqual(kept, ['file:///conf.d/site.conf']);
    equal(choice.takes(open(choice, 'file:///conf.d/site.conf', 'ini')), false);
    const next = choiceOf(kept);
    const again = open(next, 'file:///conf.d/site.conf', 'ini');
    equal(next.takes(again), false);
    change(next, again, 'nginx');
    deepEqual(kept, []);
    equal(next.takes(open(next, 'file:///conf.d/site.conf', 'properties')), true);
  });

  it('is asked for again where a file is closed and opened', () => {
    const choice = choiceOf();
    const document = open(choice, 'file:///conf.d/site.conf', 'properties');
    equal(choice.takes(document), true);
    change(choice, document, 'nginx');
    equal(choice.takes(open(choice, 'file:///conf.d/site.conf', 'properties')), true);
  });
});
