import { t } from '@vscode/l10n';
import { appsAt, isMeant, type Settled } from '../../cluster/settled';
import type { ClusterModel } from '../../cluster/model';
import type { LabWord } from '../../languages/labFile/tree';
import { folderOf, isInside, join } from '../../languages/text/paths';
import { isVersion } from '../../languages/text/versions';
import { all, either, suggest } from '../../languages/text/suggest';
import { type ContextOf, rule } from '../define';

/** The cluster-lab.json of a project, where there is one. */
const settledOf = ({ settled }: ClusterModel): readonly Settled[] => (settled ? [settled] : []);

/** What is no JSON, and what is of another kind than it must be. */
export const malformed = rule({
  meta: {
    id: 'project/malformed',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'none',
    messages: {
      json: '{fault} Until this is JSON, what follows may not be read.',
      kind: '{fault} What stands there has no effect.',
      version: '"{version}" is no release. Write numbers with dots, such as {example}.',
      empty: 'This has no "source", so it has no effect. Write the folder of the app there, or its WAR.',
    },
  },
  model(model, { report }) {
    for (const { path, document } of settledOf(model)) {
      for (const { span, message } of document.faults)
        report({ path, span, message: 'json', data: { fault: message } });
      // What is read of broken JSON is guessed.
      if (document.faults.length > 0) continue;
      for (const { span, message } of document.misfits)
        report({ path, span, message: 'kind', data: { fault: message } });
      for (const [version, example] of [
        [document.nginx.version, '1.28.0'],
        [document.tomcat.version, '10.1'],
      ] as const)
        if (version && !isVersion(version.value))
          report({ path, span: version.span, message: 'version', data: { version: version.value, example } });
      for (const { source, span } of document.apps) if (!source) report({ path, span, message: 'empty' });
    }
  },
});

export const unknownKey = rule({
  meta: {
    id: 'project/unknown-key',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: {
      unknown: '"{key}" is none of the keys that may stand here ({known}), so it has no effect.',
      near: '"{key}" is none of the keys that may stand here, so it has no effect. Did you mean {names}?',
    },
  },
  model(model, { report }) {
    for (const { path, document } of settledOf(model)) {
      for (const { value: key, span, known } of document.unknown) {
        const names = suggest(key, known);
        report({
          path,
          span,
          ...(names.length > 0
            ? { message: 'near', data: { key, names: either(names.map((name) => `"${name}"`)) } }
            : { message: 'unknown', data: { key, known: all(known.filter((one) => !one.startsWith('$'))) } }),
          fixes: names.map((name) => ({
            title: t('Write "{name}"', { name }),
            safe: false,
            edits: new Map([[path, [{ span, text: JSON.stringify(name) }]]]),
          })),
        });
      }
    }
  },
});

const notFoundMessages = {
  file: 'There is no {what} at {path}, so this has no effect.',
  app: 'There is no web app at {path}: no folder with a WEB-INF, and no WAR that a build of this workspace makes. So this has no effect.',
  node: 'No Tomcat of this workspace is called "{name}", so this has no effect. {known}',
} as const;

/** Names and paths of cluster-lab.json that lead to nothing. */
export const notFound = rule({
  meta: {
    id: 'project/not-found',
    severity: 'warning',
    refusedBy: 'none',
    fix: 'unsafe',
    messages: notFoundMessages,
  },
  model(model, context) {
    for (const settled of settledOf(model)) {
      const { document } = settled;
      files(settled, document.compose, 'compose', t('Compose file'), context);
      const { main, http } = document.nginx;
      files(settled, [...(main ? [main] : []), ...http], 'nginx', t('nginx file'), context);
      for (const { source, nodes = [] } of document.apps) {
        if (source) app(settled, source, context);
        for (const name of nodes) node(settled, name, context);
      }
      for (const { node: name } of document.hosts) node(settled, name, context);
    }
  },
});

type NotFound = ContextOf<typeof notFoundMessages>;

function files(
  { path }: Settled,
  words: readonly LabWord[],
  kind: 'compose' | 'nginx',
  what: string,
  { model, report }: NotFound,
): void {
  for (const { value, span } of words) {
    const there = join(folderOf(path), value);
    // Nothing outside of the workspace is looked at.
    if (model.files.get(there)?.kind === kind || !isInside(there, model.root)) continue;
    report({ path, span, message: 'file', data: { what, path: value } });
  }
}

function app({ path }: Settled, { value, span }: LabWord, { model, report }: NotFound): void {
  const there = join(folderOf(path), value);
  if (appsAt(there, model.apps).length > 0 || !isInside(there, model.root)) return;
  // A WAR, or an app without a descriptor, may be there and is not read.
  if (/\.war$/i.test(value) || [...model.files.keys()].some((one) => isInside(one, there))) return;
  report({ path, span, message: 'app', data: { path: value } });
}

function node(settled: Settled, { value: name, span }: LabWord, { model, report }: NotFound): void {
  const { nodes } = model;
  if (nodes.some((one) => isMeant(one, name, settled))) return;
  const names = [...new Set(nodes.map((one) => one.service?.name ?? one.name))];
  const near = suggest(name, names);
  report({
    path: settled.path,
    span,
    message: 'node',
    data: {
      name,
      known:
        names.length === 0
          ? t('There is none.')
          : near.length > 0
            ? t('Did you mean {names}?', { names: either(near.map((one) => `"${one}"`)) })
            : t('They are called {names}.', { names: all(names.slice(0, 10)) }),
    },
    fixes: near.map((one) => ({
      title: t('Write "{name}"', { name: one }),
      safe: false,
      edits: new Map([[settled.path, [{ span, text: JSON.stringify(one) }]]]),
    })),
  });
}
