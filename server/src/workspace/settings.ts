import type { ClusterModel } from '../cluster/model';
import { placementsNamed, type NginxConfiguration, type Placement } from '../languages/nginx/configuration';
import { inEffect } from '../languages/nginx/effective';
import { httpOf, speaksTls } from '../languages/nginx/http';
import { whichLocation, type Answer } from '../languages/nginx/whichLocation/whichLocation';
import type { Span } from '../languages/text/span';
import { componentsIn } from '../languages/tomcat/components';
import { resolved } from '../languages/tomcat/values';
import { attribute, elements, localName, textOf } from '../languages/xml/query';
import type { RequestInLog, SettingQuestion } from '../protocol';

/** A place where something is set. */
export interface Setting {
  readonly path: string;
  readonly span: Span;
  /** The whole directive or element. */
  readonly around: Span;
}

type Question = Omit<SettingQuestion, 'names'>;

/** Where a project sets what a log tells of: the places of the first name that has any. */
export function settingsIn(model: ClusterModel, { names, ...question }: SettingQuestion): readonly Setting[] {
  const { request } = question;
  if (request) return unique(placementsFor(model, names, request).map(settingAt));
  for (const name of names) {
    const found = name.includes('/') ? inTomcat(model, name, question) : inNginx(model, name, question);
    if (found.length > 0) return unique(found);
  }
  return [];
}

/** One file may be read in several places. */
const unique = (settings: readonly Setting[]): readonly Setting[] => [
  ...new Map(settings.map((one) => [`${one.path}:${one.span.start}`, one])).values(),
];

const settingAt = ({ path, directive }: Placement): Setting => ({
  path,
  span: directive.span,
  around: directive.span,
});

const inNginx = ({ configurations }: ClusterModel, name: string, { values }: Question): readonly Setting[] =>
  configurations
    .flatMap((configuration) => placementsNamed(configuration, name))
    .filter(({ directive: { args } }) => !values || args.some(({ value }) => values.includes(value)))
    .map(settingAt);

/** `Connector/port`, or with nothing behind the slash the text of an element. */
function inTomcat({ tomcatFiles }: ClusterModel, name: string, { values }: Question): readonly Setting[] {
  const [element, setting = ''] = name.split('/');
  return tomcatFiles.flatMap(({ path, document, properties }) => {
    const isMeant = (value: string): boolean => !values || values.includes(resolved(value, properties));
    if (setting === '')
      return [...elements(document)]
        .filter((one) => localName(one) === element && isMeant(textOf(one)))
        .map(({ span }) => ({ path, span, around: span }));
    return [...componentsIn(document)].flatMap((component) => {
      const found = component.name === element ? attribute(component.element, setting) : undefined;
      return found && isMeant(found.value)
        ? [{ path, span: found.span, around: component.element.span }]
        : [];
    });
  });
}

/** What decides about a request, in each server that may be the one of the log. */
function placementsFor(
  { configurations }: ClusterModel,
  names: readonly string[],
  request: RequestInLog,
): readonly Placement[] {
  return configurations.flatMap((configuration) =>
    answersTo(request, configuration).flatMap((answer) => deciding(answer, names, configuration) ?? []),
  );
}

/** The log does not tell the port, only the first name of the server (`ngx_http_log_error_handler`). */
function answersTo(
  { server: name, line, host }: RequestInLog,
  configuration: NginxConfiguration,
): readonly Answer[] {
  const [method = 'GET', target = '/'] = line.split(' ');
  return httpOf(configuration).servers.flatMap((server) => {
    if ((server.names[0]?.value ?? '') !== name) return [];
    return server.listeners.flatMap((listener) => {
      if (!listener.ports) return [];
      const scheme = speaksTls(server, listener) ? 'https' : 'http';
      const answer = whichLocation(configuration, {
        method,
        scheme,
        host,
        port: listener.ports.first,
        target,
      });
      return answer.server === server.placement ? [answer] : [];
    });
  });
}

/** The directive of the first name that counts where the request is passed on, or that led it in a circle at last. */
function deciding(
  { outcome, steps }: Answer,
  names: readonly string[],
  configuration: NginxConfiguration,
): Placement | undefined {
  if (outcome.kind === 'passed on') {
    const { by } = outcome;
    for (const name of names) {
      const line = by.directive.name.value === name ? by : inEffect(by.parent, name)?.lines.at(-1);
      if (line) return line;
    }
  }
  if (outcome.kind !== 'response' || outcome.status !== 500 || outcome.by) return undefined;
  const last = steps.findLast(({ kind, place }) => place && kind !== 'location' && kind !== 'passed')?.place;
  return configuration.all.find(
    ({ path, directive }) =>
      path === last?.path && directive.span.start === last.span.start && names.includes(directive.name.value),
  );
}
