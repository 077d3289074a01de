import { t } from '@vscode/l10n';
import { leadsElsewhere } from '../cluster/includes';
import type { ClusterModel } from '../cluster/model';
import type { SourceFile } from '../cluster/source';
import { catalogue } from '../languages/nginx/catalogue';
import { isForeignTemplate } from '../languages/nginx/check/template';
import { type NginxConfiguration, placementsNamed } from '../languages/nginx/configuration';
import { holdsDump } from '../languages/nginx/dump';
import type { NginxDocument } from '../languages/nginx/tree';
import { isKnownVersion, newestRead, tomcatLines } from '../languages/tomcat/catalogue';
import { isInside } from '../languages/text/paths';
import type { Span } from '../languages/text/span';
import type { Diagnostic } from '../rules/support/diagnostic';
import { rules } from '../rules/registry';
import { runRules } from '../rules/run';
import type { Check, CheckSettings } from './check';

/** What no rule looked at, so that silence about it says nothing. */
export interface Unchecked {
  readonly path: string;
  /** Where in the file; undefined: the file or folder as such. */
  readonly span: Span | undefined;
  /** `whole`: nothing of it was checked; `part`: something of it could not be judged. */
  readonly extent: 'whole' | 'part';
  /** A clause in which `it` is the file, the folder or the line. */
  readonly why: string;
}

export const unread = (path: string, why: string): Unchecked => ({
  path,
  span: undefined,
  extent: 'whole',
  why,
});

/** What of the files of a project could not be judged, by path and place. */
export function uncheckedIn(check: Check): readonly Unchecked[] {
  const { model } = check;
  const files = [...model.files.values()];
  if (!files.some(isJudged) && model.nodes.length === 0 && model.apps.length === 0)
    return files.map(({ path }) => unread(path, t('nothing here configures or runs nginx or Tomcat')));
  return [
    ...files.flatMap((file) => ofFile(file, check)),
    ...model.configurations.flatMap((configuration) => ofConfiguration(configuration, check)),
    ...undecided(check),
    ...undecidedTomcats(check),
  ].toSorted(byPlace);
}

/** The files of a project of which something was checked. */
export function checkedFiles({ files, unchecked }: Check): readonly string[] {
  const unjudged = pathsOf(unchecked, 'whole');
  return [...files.keys()].filter((path) => !unjudged.has(path));
}

export const pathsOf = (all: readonly Unchecked[], wanted: Unchecked['extent']): ReadonlySet<string> =>
  new Set(all.filter(({ extent }) => extent === wanted).map(({ path }) => path));

const isJudged = ({ kind }: SourceFile): boolean =>
  kind === 'nginx' ||
  kind === 'server.xml' ||
  kind === 'context.xml' ||
  kind === 'web.xml' ||
  kind === 'web-fragment.xml' ||
  kind === 'tomcat-users.xml' ||
  kind === 'workers.properties';

function ofFile(file: SourceFile, check: Check): readonly Unchecked[] {
  const { path } = file;
  const { model } = check;
  switch (file.kind) {
    case 'nginx':
      return isForeignTemplate(file.document) ? [unread(path, whyForeign(file.document))] : [];
    case 'server.xml':
    case 'context.xml':
    case 'web.xml':
    case 'web-fragment.xml':
    case 'tomcat-users.xml': {
      const [fault] = file.document.faults;
      const isTold = (one: Diagnostic): boolean => one.code === 'tomcat/malformed-xml' && one.path === path;
      if (!fault || check.diagnostics.some(isTold)) return [];
      return [
        partly(
          path,
          fault.span,
          t('it is not well-formed and may be misread: {fault}', { fault: fault.message }),
        ),
      ];
    }
    case 'compose': {
      const [fault] = file.document.faults;
      if (!fault) return [];
      return [
        partly(
          path,
          fault.span,
          t('it is not a valid Compose file and may be misread: {fault}', { fault: fault.message }),
        ),
      ];
    }
    case 'httpd':
      return [
        partly(
          path,
          undefined,
          t('it configures Apache httpd, of which only the nodes and routes of balancers are checked'),
        ),
      ];
    case 'java': {
      const [write] = file.document.sessionWrites;
      const isShipped = model.shipped.some((root) => isInside(path, root));
      const isAppless = write && !isTest(path) && !isShipped && !model.appOf(path);
      if (!isAppless) return [];
      return [
        partly(
          path,
          write.span,
          t('it does not belong to a known web app, so what it stores in sessions is not checked'),
        ),
      ];
    }
    default:
      return [];
  }
}

const partly = (path: string, span: Span | undefined, why: string): Unchecked => ({
  path,
  span,
  extent: 'part',
  why,
});

const isTest = (path: string): boolean => /\/src\/test\//.test(path);

const whyForeign = ({ text }: NginxDocument): string =>
  holdsDump(text)
    ? t('it is output of nginx -T; check it separately to have its files checked')
    : t('it is a template for another program, so its result is not known');

function ofConfiguration(configuration: NginxConfiguration, check: Check): readonly Unchecked[] {
  const { kind, mainFile, contexts } = configuration;
  if (kind === 'main') return unreadIncludes(configuration, check);
  const file = check.model.files.get(mainFile);
  if (file?.kind !== 'nginx' || file.document.isLarge || isForeignTemplate(file.document)) return [];
  // A link from sites-enabled brings the same text where it is read.
  if (textsInUse(check).has(file.document.text)) return [];
  const why =
    contexts.length > 0
      ? t('no main file includes it, so only what holds wherever it may be included is checked')
      : t('no main file includes it and nothing in it shows where it belongs, so only its syntax is checked');
  return [partly(mainFile, undefined, why)];
}

const textsInUse = ({ model: { configurations, files } }: Check): ReadonlySet<string> =>
  new Set(
    configurations.flatMap(({ kind, files: paths }) =>
      paths.flatMap((path) => {
        const file = files.get(path);
        return kind === 'main' && file?.kind === 'nginx' ? file.document.text : [];
      }),
    ),
  );

/** Includes whose files are not here; those that surely lead nowhere are said by a rule. */
function unreadIncludes(configuration: NginxConfiguration, check: Check): readonly Unchecked[] {
  const searched = { root: check.root, elsewhere: check.settings.elsewhere };
  return placementsNamed(configuration, 'include').flatMap(({ includes, directive, path }) => {
    const [word] = directive.args;
    if (!check.files.has(path) || !word || includes?.length !== 0 || !leadsElsewhere(word.value, searched))
      return [];
    const isTold = check.diagnostics.some(
      ({ code, span, path: other }) =>
        code === 'nginx/include-missing' && other === path && span.start === word.span.start,
    );
    if (isTold) return [];
    return [partly(path, word.span, t('the included files are not here, so their contents are not known'))];
  });
}

/** What rules about releases would say in the oldest or the newest nginx, where nobody tells which one runs. */
function undecided({ model, settings, diagnostics }: Check): readonly Unchecked[] {
  const open = model.configurations.filter(({ version }) => version === undefined);
  if (open.length === 0) return [];
  const said = [catalogue.first, catalogue.last].flatMap((version) => {
    const configurations = open.map((one) => ({ ...one, version }));
    return ofReleases({ ...model, configurations, tomcatFiles: [] }, settings);
  });
  return onePerFile(said.filter(isNotAmong(diagnostics))).map(({ path, span, code }) =>
    partly(path, span, t('the nginx version in use is not known, and {code} depends on it', { code })),
  );
}

/** What is told already does not depend on the release that is asked for. */
const isNotAmong =
  (diagnostics: readonly Diagnostic[]) =>
  ({ path, span, code }: Diagnostic): boolean =>
    !diagnostics.some((one) => one.path === path && one.code === code && one.span.start === span.start);

/** The same of Tomcat, whose lines of releases differ; and files of releases that the catalogue does not have. */
function undecidedTomcats({ model, settings, diagnostics }: Check): readonly Unchecked[] {
  const strange = model.tomcatFiles.filter(
    ({ kind, version }) =>
      (kind === 'server.xml' || kind === 'context.xml') && version !== undefined && !isKnownVersion(version),
  );
  const open = model.tomcatFiles.filter(({ version }) => version === undefined);
  const said = tomcatLines.flatMap((line) => {
    const tomcatFiles = open.map((one) => ({ ...one, version: newestRead(line) }));
    return tomcatFiles.length > 0 ? ofReleases({ ...model, configurations: [], tomcatFiles }, settings) : [];
  });
  return [
    ...strange.map(({ path, version }) =>
      partly(
        path,
        undefined,
        t(
          'what Tomcat {version} knows is not known here, so elements, classes and attributes are not checked',
          {
            version: version ?? '',
          },
        ),
      ),
    ),
    ...onePerFile(said.filter(isNotAmong(diagnostics))).map(({ path, span, code }) =>
      partly(path, span, t('the Tomcat version in use is not known, and {code} depends on it', { code })),
    ),
  ];
}

const ofReleases = (model: ClusterModel, settings: CheckSettings): readonly Diagnostic[] =>
  runRules(model, {
    rules: rules.filter(({ meta }) => meta.versions !== undefined),
    settings: settings.rules ?? {},
  }).diagnostics;

function onePerFile(said: readonly Diagnostic[]): readonly Diagnostic[] {
  const first = new Map<string, Diagnostic>();
  for (const diagnostic of said) if (!first.has(diagnostic.path)) first.set(diagnostic.path, diagnostic);
  return [...first.values()];
}

function byPlace(a: Unchecked, b: Unchecked): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return (a.span?.start ?? -1) - (b.span?.start ?? -1) || (a.why < b.why ? -1 : 1);
}
