import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { Commands } from '../../kernel/commandIds';
import type { SessionEntry } from '../../lab/lab';
import type { SessionCopy, SessionGroup } from './group';
import { isTrouble, type Verdict } from './verdict';
import { shortVerdict, verdictNotes, verdictSentences } from './verdictWords';

export type SessionElement =
  /** One object a session, whatever becomes of it. */
  | { readonly kind: 'session'; session: SessionGroup; verdict: Verdict }
  | { readonly kind: 'copy'; readonly session: SessionGroup; readonly copy: SessionCopy }
  | {
      readonly kind: 'attribute';
      readonly copy: SessionCopy;
      readonly attribute: SessionEntry['attributes'][number];
      readonly key: string;
    }
  | { readonly kind: 'error'; readonly node: string; readonly error: string }
  | { readonly kind: 'more'; readonly count: number };

/** Enough to tell sessions apart by eye, and to find one in a log. */
const shortIdLength = 8;

export function itemOf(element: SessionElement): TreeItem {
  switch (element.kind) {
    case 'session':
      return sessionItem(element.session, element.verdict);
    case 'copy':
      return copyItem(element.session, element.copy);
    case 'attribute':
      return attributeItem(element);
    case 'more':
      return moreItem(element.count);
    default:
      return errorItem(element.node, element.error);
  }
}

function sessionItem(session: SessionGroup, verdict: Verdict): TreeItem {
  const { id, key, contextPath, copies, nodes, silent, down } = session;
  const item = new TreeItem(`${id.slice(0, shortIdLength)}…`, TreeItemCollapsibleState.Collapsed);
  item.id = key;
  item.contextValue = isTrouble(verdict) ? 'session.trouble' : 'session';
  const found = l10n.t('on {0} of {1} nodes', copies.length, nodes.length);
  const where = [
    found,
    ...(down.length > 0 ? [l10n.t('{0} not running', down.join(', '))] : []),
    ...(silent.length > 0 ? [l10n.t('{0} silent', silent.join(', '))] : []),
  ].join(', ');
  const names = [...new Set(copies.flatMap(({ entry }) => entry.attributes.map(({ name }) => name)))];
  const words = shortVerdict(verdict);
  const what = words || (names.length > 0 ? names.join(', ') : l10n.t('no attributes'));
  item.description = [...(contextPath === '/' ? [] : [contextPath]), where, what].join(' · ');
  item.iconPath = iconOf(verdict, silent);
  item.tooltip = sessionTooltip(session, verdict);
  item.accessibilityInformation = {
    label: l10n.t('Session {0}, {1}', id.slice(0, shortIdLength), item.description),
  };
  return item;
}

function iconOf(verdict: Verdict, silent: readonly string[]): ThemeIcon {
  if (isTrouble(verdict)) return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  if (verdict.kind === 'lagging') return new ThemeIcon('sync');
  if (silent.length > 0) return new ThemeIcon('question');
  // Green is kept for what is known to be well on all nodes.
  return new ThemeIcon('pass', verdict.kind === 'same' ? new ThemeColor('testing.iconPassed') : undefined);
}

function sessionTooltip(session: SessionGroup, verdict: Verdict): MarkdownString {
  const { id, contextPath, copies, nodes, silent, down } = session;
  const holders = new Set(copies.map(({ node }) => node));
  const missing = nodes.filter(
    (node) => !holders.has(node) && !silent.includes(node) && !down.includes(node),
  );
  const created = Math.min(...copies.map(({ entry }) => entry.created));
  const used = Math.max(...copies.map(({ entry }) => entry.lastAccessed));
  const tooltip = new MarkdownString();
  tooltip.appendMarkdown(`\`${id}\`\n\n`);
  // Names of attributes are the app's, and no Markdown.
  for (const sentence of [...verdictSentences(verdict), ...verdictNotes(verdict)])
    tooltip.appendText(`${sentence}\n`);
  tooltip.appendMarkdown('\n\n');
  tooltip.appendMarkdown(
    [
      l10n.t('Context: {0}', `\`${contextPath}\``),
      l10n.t('Created: {0}', new Date(created).toLocaleString()),
      l10n.t('Last used: {0}', new Date(used).toLocaleString()),
      l10n.t('On: {0}', [...holders].join(', ')),
      ...(missing.length > 0 ? [l10n.t('Not on: {0}', missing.join(', '))] : []),
      ...(down.length > 0 ? [l10n.t('Not running: {0}', down.join(', '))] : []),
      ...(silent.length > 0 ? [l10n.t('Did not answer: {0}', silent.join(', '))] : []),
    ].join('  \n'),
  );
  tooltip.appendMarkdown(`\n\n${cookieNote()}`);
  return tooltip;
}

/** What the story's author could not see in a browser. */
export const cookieNote = (): string =>
  l10n.t(
    'Read from each node itself. In a browser an equal ID on two ports proves nothing: cookies know no ports.',
  );

function copyItem(session: SessionGroup, { node, manager, entry }: SessionCopy): TreeItem {
  const isEmpty = entry.attributes.length === 0;
  const item = new TreeItem(
    node,
    isEmpty ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Expanded,
  );
  // An item of the same ID that gets its first children stays folded, whatever state it is given.
  item.id = `${isEmpty ? 'empty#' : ''}${session.key}#${node}`;
  item.contextValue = 'sessionCopy';
  const role =
    entry.primary === undefined
      ? l10n.t('not replicated')
      : entry.primary
        ? l10n.t('primary')
        : l10n.t('backup');
  item.description = [role, ...(isEmpty ? [l10n.t('no attributes')] : [])].join(' · ');
  item.accessibilityInformation = { label: `${node}, ${item.description}` };
  item.iconPath = new ThemeIcon(entry.primary === false ? 'server' : 'server-process');
  item.tooltip = [
    `${node}: ${role}, ${manager}`,
    l10n.t('Created: {0}', new Date(entry.created).toLocaleString()),
    l10n.t('Last used: {0}', new Date(entry.lastAccessed).toLocaleString()),
  ].join('\n');
  return item;
}

function attributeItem({ attribute, key }: Extract<SessionElement, { kind: 'attribute' }>): TreeItem {
  const { name, type, value } = attribute;
  const item = new TreeItem(name);
  item.id = key;
  item.contextValue = 'sessionAttribute';
  const shortType = type.replace(/^(?!proxy of ).*\./, '');
  // A value of an object begins with its type.
  item.description = value.startsWith(shortType) ? value : [shortType, value].join(' · ');
  item.iconPath = new ThemeIcon('symbol-field');
  item.tooltip = `${name}\n${type}\n${value}`;
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  return item;
}

function errorItem(node: string, error: string): TreeItem {
  const item = new TreeItem(node);
  item.id = `error#${node}`;
  item.contextValue = 'sessionError';
  item.description = error;
  item.iconPath = new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  item.tooltip = `${node}: ${error}`;
  item.accessibilityInformation = { label: item.tooltip };
  return item;
}

function moreItem(count: number): TreeItem {
  const title = l10n.t('Show {0} more…', count);
  const item = new TreeItem(title);
  item.id = 'more';
  item.contextValue = 'sessionMore';
  item.iconPath = new ThemeIcon('ellipsis');
  item.command = { command: Commands.showMoreSessions, title };
  item.accessibilityInformation = { label: title };
  return item;
}
