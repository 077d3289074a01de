import { randomBytes } from 'node:crypto';
import { l10n, Range, type QuickPickItem, window, workspace, WorkspaceEdit } from 'vscode';
import type { PlainRange, Template } from '../../../../server/src/protocol';
import type { LanguageDeps } from './deps';

type Cluster = Extract<Template, { kind: 'cluster' }>;

/** Puts a Cluster into the server.xml that is open, as somebody chooses it. */
export async function insertCluster(deps: LanguageDeps): Promise<void> {
  const membership = await choose<Cluster['membership']>(l10n.t('How do the nodes find each other?'), [
    {
      of: 'multicast',
      label: l10n.t('Multicast'),
      description: l10n.t('in one network that carries it, such as that of Docker'),
    },
    { of: 'static', label: l10n.t('A list of nodes'), description: l10n.t('by their hosts and ports') },
    {
      of: 'dns',
      label: l10n.t('DNS'),
      description: l10n.t('by a name that leads to all nodes, such as a headless service of Kubernetes'),
    },
  ]);
  if (!membership) return;
  const members = membership === 'static' ? await askMembers() : [];
  if (!members) return;
  const manager = await choose<Cluster['manager']>(l10n.t('Where do copies of a session go?'), [
    { of: 'delta', label: l10n.t('To all nodes'), description: 'DeltaManager' },
    { of: 'backup', label: l10n.t('To one other node'), description: 'BackupManager' },
  ]);
  if (!manager) return;
  const encrypts = await choose<'no' | 'yes'>(l10n.t('Is what the nodes say to each other encrypted?'), [
    { of: 'no', label: l10n.t('No'), description: l10n.t('for a network of their own') },
    { of: 'yes', label: l10n.t('Yes'), description: l10n.t('with a new key, which every node needs') },
  ]);
  if (!encrypts) return;
  const encryptionKey = encrypts === 'yes' ? randomBytes(16).toString('hex') : null;
  const isDone = await insert(deps, { kind: 'cluster', membership, manager, members, encryptionKey });
  if (!isDone) return;
  const needs = [
    ...(membership === 'dns'
      ? [
          l10n.t(
            'Set DNS_MEMBERSHIP_SERVICE_NAME in the environment of every Tomcat: the name that leads to all of them.',
          ),
        ]
      : []),
    ...(encryptionKey === null ? [] : [l10n.t('Every node needs the same encryptionKey.')]),
  ];
  if (needs.length > 0) deps.messages.tell('information', needs.join(' '));
}

/** Puts a RemoteIpValve into the server.xml or context.xml that is open. */
export async function insertRemoteIp(deps: LanguageDeps): Promise<void> {
  const port = await choose<'no' | 'yes'>(l10n.t('Do browsers reach nginx on port 80 or 443?'), [
    { of: 'no', label: l10n.t('Yes'), description: 'X-Forwarded-Proto' },
    { of: 'yes', label: l10n.t('No, on another port'), description: 'X-Forwarded-Proto, X-Forwarded-Port' },
  ]);
  if (port) await insert(deps, { kind: 'remoteIp', port: port === 'yes' });
}

/** Puts a connector for HTTPS into the server.xml that is open. */
export async function insertHttps(deps: LanguageDeps): Promise<void> {
  await insert(deps, { kind: 'https' });
}

interface Choice<Of> extends QuickPickItem {
  readonly of: Of;
}

const choose = async <Of>(title: string, choices: readonly Choice<Of>[]): Promise<Of | undefined> =>
  (await window.showQuickPick(choices, { title }))?.of;

const MEMBER = /^([\w.-]+|\[[\da-fA-F:]+\])(?::(\d{1,5}))?$/;

/** `tomcat2, tomcat3:4001`; undefined for what is no such list. */
function readMembers(text: string): Cluster['members'] | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const found = words.flatMap((word) => {
    const [, host, port = '4000'] = MEMBER.exec(word) ?? [];
    return host === undefined || Number(port) < 1 || Number(port) > 65_535
      ? []
      : [{ host, port: Number(port) }];
  });
  return found.length > 0 && found.length === words.length ? found : undefined;
}

async function askMembers(): Promise<Cluster['members'] | undefined> {
  const text = await window.showInputBox({
    title: l10n.t('The other nodes'),
    prompt: l10n.t('Their hosts, with the ports of their Receivers where these are not 4000'),
    placeHolder: 'tomcat2, tomcat3:4001',
    validateInput: (value) =>
      readMembers(value)
        ? undefined
        : l10n.t('Write hosts with commas between, such as tomcat2, tomcat3:4001.'),
  });
  return text === undefined ? undefined : readMembers(text);
}

/** Whether it is there now. */
async function insert({ language, messages }: LanguageDeps, template: Template): Promise<boolean> {
  const editor = window.activeTextEditor;
  if (!editor) {
    messages.tell('information', l10n.t('Open a server.xml first.'));
    return false;
  }
  const { document } = editor;
  const answer = await language.template({ uri: document.uri.toString(), template });
  if (!answer.ok) {
    const { range } = answer;
    messages.tell(
      'information',
      answer.message,
      range
        ? [
            {
              title: l10n.t('Show'),
              run: () => window.showTextDocument(document, { selection: rangeOf(range) }),
            },
          ]
        : [],
    );
    return false;
  }
  const edit = new WorkspaceEdit();
  for (const { range, newText } of answer.edits) edit.replace(document.uri, rangeOf(range), newText);
  if (!(await workspace.applyEdit(edit))) {
    messages.tell(
      'error',
      l10n.t('Nothing was inserted: the file changed meanwhile, or cannot be written. Try again.'),
    );
    return false;
  }
  editor.revealRange(rangeOf(answer.at));
  return true;
}

const rangeOf = ({ start, end }: PlainRange): Range =>
  new Range(start.line, start.character, end.line, end.character);
