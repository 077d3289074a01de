import { l10n, window, type QuickPickItem } from 'vscode';
import type { SessionsDeps } from './deps';
import type { SessionGroup } from './group';
import { shortVerdict } from './verdictWords';

/** Somebody is still typing. */
const TYPING_MS = 200;

type Item = QuickPickItem & { readonly session: SessionGroup };

/**
 * Lists the sessions, the newest first, and of these those with what is typed in their ID, or in the name or value of an
 * attribute; shows the one that is chosen in the tree, wherever it stands there.
 */
export async function findSession(deps: SessionsDeps): Promise<void> {
  const { host, view, messages } = deps;
  if (!host.lab) {
    messages.tell('information', l10n.t('No cluster lab is running.'));
    return;
  }
  const chosen = await choose(deps);
  if (chosen) await view.reveal(chosen);
}

function choose({ view, log }: SessionsDeps): Promise<SessionGroup | undefined> {
  const pick = window.createQuickPick<Item>();
  pick.title = l10n.t('Find session');
  pick.placeholder = l10n.t('ID, name or value of an attribute');
  let asked = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const find = async (text: string): Promise<void> => {
    asked.abort();
    const mine = (asked = new AbortController());
    pick.busy = true;
    try {
      const found = await view.find(text, mine.signal);
      if (mine.signal.aborted) return;
      pick.items = found.map((session) => itemOf(session, text, shortVerdict(view.verdict(session))));
    } catch (error) {
      if (mine.signal.aborted) return;
      log.warn(`Sessions could not be searched: ${String(error)}`);
    }
    pick.busy = false;
  };
  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      clearTimeout(timer);
      timer = setTimeout(() => void find(value.trim()), TYPING_MS);
    });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (!item) return;
      resolve(item.session);
      pick.hide();
    });
    pick.onDidHide(() => {
      clearTimeout(timer);
      asked.abort();
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
    void find('');
  });
}

/** With the attributes in which the text stands; without one, with all of their names. */
function itemOf(session: SessionGroup, text: string, verdict: string): Item {
  const { id, contextPath, copies } = session;
  const wanted = text.toLowerCase();
  const attributes = new Map(copies.flatMap(({ entry }) => entry.attributes.map((it) => [it.name, it])));
  const hits = [...attributes.values()].filter(
    ({ name, value }) => wanted !== '' && `${name}\n${value}`.toLowerCase().includes(wanted),
  );
  const detail =
    hits.length > 0
      ? hits.map(({ name, value }) => `${name}: ${value}`).join(' · ')
      : [...attributes.keys()].join(', ');
  return {
    label: id,
    description: [
      ...(contextPath === '/' ? [] : [contextPath]),
      verdict || l10n.t('on {0}', copies.map(({ node }) => node).join(', ')),
    ].join(' · '),
    ...(detail && { detail }),
    // What the nodes have found stays, though VS Code does not find the text in it.
    alwaysShow: true,
    session,
  };
}
