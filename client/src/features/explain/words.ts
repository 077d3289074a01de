import { l10n, MarkdownString } from 'vscode';
import type { Explanation } from '../../lab';
import { Commands } from '../../kernel/commandIds';

/** How often, from when to when. */
export function timesOf({ count, first, last }: Explanation): string {
  if (count === 1) return first.time === undefined ? '' : first.time;
  if (first.time === undefined || last.time === undefined) return l10n.t('{0} times', count);
  return l10n.t('{0} times, from {1} to {2}', count, first.time, last.time);
}

export const sentencesOf = ({ what, why, todo }: Explanation): string => `${what} ${why} ${todo}`;

const PAGES = 'https://github.com/cluster-lab/cluster-lab/blob/main/docs/rules';

/** An explanation as a hover shows it. */
export function markdownOf(explanation: Explanation, cause = causeOf(explanation)): MarkdownString {
  const { what, why, todo, rules } = explanation;
  const text = new MarkdownString();
  text.isTrusted = { enabledCommands: [Commands.goToCause] };
  text.appendMarkdown('**');
  appendWords(text, what);
  text.appendMarkdown('**\n\n');
  const times = explanation.count > 1 ? [timesOf(explanation)] : [];
  for (const sentence of [why, todo, ...times]) {
    appendWords(text, sentence);
    text.appendMarkdown('\n\n');
  }
  const link = `command:${Commands.goToCause}?${encoded(JSON.stringify([cause]))}`;
  text.appendMarkdown(`[${l10n.t('Go to the cause')}](${link})`);
  for (const rule of rules) text.appendMarkdown(` · [${rule}](${PAGES}/${rule}.md)`);
  return text;
}

/** Text that may come from a log; as a whole it would have blanks at which no line is broken. */
function appendWords(markdown: MarkdownString, text: string): void {
  for (const [index, word] of text.split(/\s+/).entries()) {
    if (index > 0) markdown.appendMarkdown(' ');
    markdown.appendText(word);
  }
}

/** Also without what ends a link in Markdown, or begins something else: it may come from a log. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*_~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** As much of an explanation as finds its cause. */
export type CauseQuery = Pick<Explanation, 'subject' | 'rules' | 'cause' | 'setting'> & {
  readonly node?: string;
};

export const causeOf = ({ subject, rules, cause, setting, first }: Explanation): CauseQuery => ({
  subject,
  rules,
  cause,
  setting,
  ...(first.source !== undefined && { node: first.source }),
});

/** Of a failure of the lab, whose logs have the names of its nodes. */
export const causeInLab = (explanation: Explanation): CauseQuery => ({
  ...causeOf(explanation),
  node: explanation.first.file,
});
