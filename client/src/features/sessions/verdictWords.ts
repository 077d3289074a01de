import { l10n } from 'vscode';
import type { AttributeVerdict, Verdict } from './verdict';

const list = (names: readonly string[]): string => names.join(', ');

/** A verdict in a few words, for a row; empty where all is well. */
export function shortVerdict(verdict: Verdict): string {
  const { kind, missing, attributes, holders } = verdict;
  switch (kind) {
    case 'same':
    case 'here':
      return '';
    case 'notReplicated':
      return l10n.t('only on {0}, not replicated', list(holders));
    case 'apart':
      return l10n.t('each node has its own, not replicated');
    case 'noApp':
      return l10n.t('no such app on {0}', list(missing));
    case 'unseen':
      return l10n.t('{0} is not in the cluster', list(missing));
    case 'late':
      return l10n.t('never transferred to {0}, which started later', list(missing));
    case 'missing':
      return l10n.t('missing on {0}', list(missing));
    case 'attributes':
      return attributes.map(attributeWords).join(', ');
    case 'lagging':
      return missing.length > 0
        ? l10n.t('not yet on {0}', list(missing))
        : l10n.t('not yet the same: {0}', list(attributes.map(({ name }) => name)));
  }
}

const attributeWords = ({ name, kind, nodes }: AttributeVerdict): string =>
  kind === 'missing'
    ? l10n.t('{0} is missing on {1}', name, list(nodes))
    : l10n.t('{0} is different on {1}', name, list(nodes));

/** What a verdict does not cover. */
export const verdictNotes = ({ masked }: Verdict): string[] =>
  masked ? [l10n.t('Masked values were not compared (clusterLab.sessions.mask).')] : [];

/** The same in whole sentences, for a report: what is so, and what it means. */
export function verdictSentences({ kind, missing, attributes, holders, manager }: Verdict): string[] {
  switch (kind) {
    case 'same':
      return [l10n.t('The same on {0}.', list(holders))];
    case 'here':
      return [l10n.t('On {0}.', list(holders))];
    case 'notReplicated':
      return [
        l10n.t(
          'On {0} alone: its {1} does not replicate. A request that another node answers finds no session.',
          list(holders),
          manager,
        ),
      ];
    case 'apart':
      return [
        l10n.t(
          'On {0}, but each has one of its own under this ID: {1} does not replicate. What a request puts into one, the others do not have.',
          list(holders),
          manager,
        ),
      ];
    case 'noApp':
      return [l10n.t('Not on {0}: the app does not run there.', list(missing))];
    case 'unseen':
      return [
        l10n.t(
          'Not on {0}: by the logs, {1} does not see it as a member of the cluster.',
          list(missing),
          list(holders),
        ),
      ];
    case 'late':
      return [
        l10n.t(
          'Never transferred to {0}, which started after the session was created: on joining, it did not get the sessions that were there.',
          list(missing),
        ),
      ];
    case 'missing':
      return [l10n.t('Missing on {0}, which should hold it.', list(missing))];
    case 'attributes':
      return attributes.map((it) => `${attributeWords(it)}.`);
    case 'lagging':
      return [
        missing.length > 0
          ? l10n.t('Not yet on {0}: it was used a moment ago.', list(missing))
          : l10n.t(
              'Not yet the same ({0}): it was used a moment ago.',
              list(attributes.map(({ name }) => name)),
            ),
      ];
  }
}
