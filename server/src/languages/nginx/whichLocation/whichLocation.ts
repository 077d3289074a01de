import { t } from '@vscode/l10n';
import type { NginxConfiguration, Placement } from '../configuration';
import { aliasFails, handled, handlerOf, staticFile, triedPath } from './content';
import { findLocation, internalLine, namedLocation, titleOf, type HttpLocation } from './locations';
import { dependsOn, runRewrites, shownUri, undecided } from './rewrite';
import { httpOf, type Server } from '../http';
import { addressOf } from './servers';
import { chooseServer } from './chooseServer';
import { describe } from './describe';
import { errorPage } from './errorPages';
import { argumentsInEffect, argumentsOf, inEffect, own, wordsOf } from './settings';
import { RequestState, type FileLookup, type Outcome, type Step, type UrlRequest } from './state';
import { parseUri, toText } from './uri';
import { evaluate } from './variables';

export type { FileLookup, Outcome, Step, UrlRequest } from './state';

export interface Answer {
  readonly request: UrlRequest;
  readonly server: Placement | undefined;
  /** The location that answers at last; undefined: none, or the server itself. */
  readonly location: Placement | undefined;
  readonly outcome: Outcome;
  /** What happens, in order, with a reason for each location that is passed over. */
  readonly steps: readonly Step[];
}

/**
 * Follows one request through a configuration as nginx does: socket, server name, rewrites, location, `try_files`,
 * handler. What the URL and the files do not tell is said (`assumed`, `undecided`), never guessed in silence. nginx's
 * own order: ngx_http_request.c, ngx_http_core_module.c, ngx_http_rewrite_module.c.
 */
export function whichLocation(
  configuration: NginxConfiguration,
  request: UrlRequest,
  files: FileLookup = () => undefined,
): Answer {
  const { placements } = configuration;
  const http = placements.filter(({ directive }) => directive.name.value === 'http');
  const level = http.length > 0 ? http.flatMap(({ children }) => children) : placements;
  const steps: Step[] = [];
  const { servers, upstreams } = httpOf(configuration);
  const chosen = chooseServer(servers, request, steps);
  if (!chosen) {
    const ports = openPorts(servers);
    const why =
      ports.length === 0
        ? t('this configuration has no http server')
        : t('no server of this configuration listens on port {port} of {host}, only on {ports}', {
            port: request.port,
            host: request.host,
            ports: ports.join(', '),
          });
    return { request, server: undefined, location: undefined, outcome: undecided(undefined, why), steps };
  }
  const { server, preset, captures } = chosen;
  const state = new RequestState(request, level, upstreams, server, server.placement, files);
  state.steps.push(...steps);
  if (captures) state.capture(captures);
  const run = new Run(state);
  const mergesSlashes = argumentsOf(preset.placement, 'merge_slashes')?.[0]?.toLowerCase() !== 'off';
  const outcome = run.start(mergesSlashes);
  return {
    request,
    server: server.placement,
    location: run.location?.placement,
    outcome,
    steps: state.steps,
  };
}

/** The ports of servers as a sentence tells them: a range stays one. */
const openPorts = (servers: readonly Server[]): readonly string[] => [
  ...new Set(
    servers
      .flatMap(({ listeners }) => listeners.filter((one) => addressOf(one) !== undefined))
      .flatMap(({ ports }) => {
        if (!ports) return [];
        const { first, last } = ports;
        return first === last ? `${first}` : `${first}-${last}`;
      }),
  ),
];

class Run {
  location: HttpLocation | undefined;

  constructor(private readonly state: RequestState) {}

  start(mergesSlashes: boolean): Outcome {
    const { state } = this;
    const parsed = parseUri(state.request.target, mergesSlashes);
    if (!parsed) {
      state.say('result', t('nginx answers with status 400: the URI is not valid.'));
      return { kind: 'response', status: 400, text: undefined, by: undefined };
    }
    Object.assign(state, parsed);
    const sent = state.request.target.split('?', 1)[0];
    if (toText(parsed.uri) !== sent)
      state.say('step', t('Decoded and normalized, the URI is {uri}.', { uri: toText(parsed.uri) }));
    return this.fromServer();
  }

  /** From the rewrite phase of the server on; also where an internal redirect begins anew. */
  private fromServer(): Outcome {
    const { state } = this;
    state.validLocation = true;
    state.block = state.server.placement;
    this.location = undefined;
    const result = runRewrites(state, state.server.placement, false);
    if (typeof result !== 'string') return this.finish(result);
    return this.find();
  }

  private find(): Outcome {
    const { state } = this;
    for (;;) {
      state.uriChanged = false;
      const found = findLocation(state.server.placement, state.uri);
      for (const { location, verdict, reason } of found.judged) {
        const kind = verdict === 'taken' ? 'location' : verdict === 'passed' ? 'passed' : 'assumed';
        state.say(kind, `${titleOf(location)}: ${reason}`, location.placement);
      }
      if (found.unknown) {
        return this.end(
          undecided(
            found.unknown.placement,
            t('it is not known whether {location} matches', { location: titleOf(found.unknown) }),
          ),
        );
      }
      this.location = found.location;
      if (!found.location)
        state.say('location', t('No location matches: the server itself answers.'), state.server.placement);
      state.block = found.location?.placement ?? state.server.placement;
      if (found.captures) state.capture(found.captures);
      const internal = found.location && internalLine(found.location);
      if (internal && !state.internal) {
        state.say('step', t('The location is internal: requests from outside are refused.'), internal);
        return this.finish({ kind: 'response', status: 404, text: undefined, by: internal });
      }
      if (found.redirects && found.location) {
        const to = found.location.name + (state.args === '' ? '' : `?${state.args}`);
        return this.finish({ kind: 'redirect', status: 301, to, by: found.location.placement });
      }
      const again = this.rewriteInside();
      if (again !== 'again') return again;
    }
  }

  /** The rewrite phase of a location; `again` where the URI changed and is to be searched anew. */
  private rewriteInside(): Outcome | 'again' {
    const { state } = this;
    if (this.location) {
      const result = runRewrites(state, this.location.placement, true);
      if (typeof result !== 'string') return this.finish(result);
    }
    if (!state.uriChanged) return this.content();
    if (--state.changesLeft === 0) return this.cycle();
    return 'again';
  }

  private cycle(): Outcome {
    this.state.say('step', t('The URI was changed ten times: nginx gives up with status 500.'));
    return this.end({ kind: 'response', status: 500, text: undefined, by: undefined });
  }

  private content(): Outcome {
    const { state } = this;
    const tries = own(state.block, 'try_files');
    if (tries) {
      const result = this.tryFiles(tries);
      if (result) return result;
    }
    const handler = handlerOf(state.block);
    if (handler) return this.finish(handled(state, handler, this.location));
    if (aliasFails(state))
      return this.finish({
        kind: 'response',
        status: 500,
        text: undefined,
        by: inEffect(state.block, 'alias'),
      });
    const file = staticFile(state);
    if ('index' in file) {
      state.say(
        'step',
        t('The index of the folder exists: nginx continues with {uri}.', { uri: toText(file.index) }),
        file.by,
      );
      return this.redirect(file.index, state.args);
    }
    return this.finish(file);
  }

  /** Undefined where one of the files is there, and the location goes on with it. */
  private tryFiles(placement: Placement): Outcome | undefined {
    const { state } = this;
    const words = wordsOf(placement);
    const last = words.at(-1) ?? '';
    const unknown: string[] = [];
    for (const word of words.slice(0, -1)) {
      const found = evaluate(state, word);
      if ('unknown' in found) return this.end(undecided(placement, dependsOn(word, `$${found.unknown}`)));
      const isFolder = word.endsWith('/');
      const uri = isFolder ? found.value.replace(/\/$/, '') : found.value;
      const tried = triedPath(state, uri);
      const path = tried?.path;
      const kind = path === undefined ? undefined : state.files(toText(path));
      if (kind === (isFolder ? 'folder' : 'file')) {
        state.say('step', t('try_files: {file} exists.', { file: toText(path ?? uri) }), placement);
        // nginx cuts the slash off when it reads the file.
        state.uri = tried?.uri ?? uri;
        return undefined;
      }
      if (kind === undefined) unknown.push(toText(path ?? uri));
    }
    if (unknown.length > 0) {
      state.say(
        'assumed',
        t(
          'try_files: it is not known whether {files} exists; if so, it answers. Assumed: it does not, and nginx continues with {last}.',
          { files: unknown.join(', '), last },
        ),
        placement,
      );
    } else
      state.say(
        'step',
        t('try_files: none of the files exists, so nginx continues with {last}.', { last }),
        placement,
      );
    if (/^=\d+$/.test(last)) {
      return this.finish({ kind: 'response', status: Number(last.slice(1)), text: undefined, by: placement });
    }
    if (last.startsWith('@')) return this.named(last, placement);
    const found = evaluate(state, last);
    if ('unknown' in found) return this.end(undecided(placement, dependsOn(last, `$${found.unknown}`)));
    const [uri = '', ...args] = found.value.split('?');
    return this.redirect(uri, args.join('?'));
  }

  /** ngx_http_internal_redirect. */
  private redirect(uri: string, args: string): Outcome {
    const { state } = this;
    if (--state.changesLeft === 0) return this.cycle();
    state.uri = uri;
    state.args = args;
    state.internal = true;
    state.validUnparsedUri = false;
    state.say('step', t('Internal redirect to {uri}.', { uri: shownUri(state) }));
    return this.fromServer();
  }

  /** ngx_http_named_location. */
  private named(name: string, by: Placement): Outcome {
    const { state } = this;
    if (--state.changesLeft === 0) return this.cycle();
    const location = namedLocation(state.server.placement, name);
    if (!location) {
      state.say(
        'step',
        t('This server has no location {name}: nginx answers with status 500.', { name }),
        by,
      );
      return this.end({ kind: 'response', status: 500, text: undefined, by });
    }
    state.internal = true;
    state.uriChanged = false;
    this.location = location;
    state.block = location.placement;
    state.say(
      'location',
      t('{location}: named by {directive}.', {
        location: titleOf(location),
        directive: by.directive.name.value,
      }),
      location.placement,
    );
    const again = this.rewriteInside();
    return again === 'again' ? this.find() : again;
  }

  /** An outcome, or what `error_page` makes of it (ngx_http_special_response_handler). */
  private finish(outcome: Outcome): Outcome {
    const { state } = this;
    const isSent = outcome.kind === 'response' && outcome.text !== undefined;
    const status = 'status' in outcome && !isSent ? outcome.status : 0;
    if (status < 300) return this.end(outcome);
    state.errStatus = status;
    const page = state.errorPageUsed || state.changesLeft === 0 ? undefined : errorPage(state.block, status);
    if (!page) return this.end(outcome);
    state.errorPageUsed = argumentsInEffect(state.block, 'recursive_error_pages')?.[0] !== 'on';
    const { placement, target, overwrite } = page;
    if (overwrite !== undefined) state.errStatus = overwrite;
    const found = evaluate(state, target);
    if ('unknown' in found) return this.end(undecided(placement, dependsOn(target, `$${found.unknown}`)));
    state.say(
      'step',
      t('error_page: status {status} leads to {target}.', { status, target: toText(found.value) }),
      placement,
    );
    if (found.value.startsWith('@')) return this.named(found.value, placement);
    if (!found.value.startsWith('/')) {
      const redirected = [301, 302, 303, 307, 308].includes(overwrite ?? 0) ? (overwrite ?? 302) : 302;
      state.errStatus = 0;
      return this.end({ kind: 'redirect', status: redirected, to: found.value, by: placement });
    }
    if (state.method !== 'HEAD') state.method = 'GET';
    const [uri = '', ...args] = found.value.split('?');
    return this.redirect(uri, args.join('?'));
  }

  private end(outcome: Outcome): Outcome {
    const { state } = this;
    const final =
      outcome.kind === 'response' && state.errStatus !== 0
        ? { ...outcome, status: state.errStatus }
        : outcome;
    state.say('result', describe(final, this.location), 'by' in final ? final.by : undefined);
    return final;
  }
}
