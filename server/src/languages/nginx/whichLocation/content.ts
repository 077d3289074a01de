import { t } from '@vscode/l10n';
import type { Placement } from '../configuration';
import { readPassedUrl } from '../address';
import type { Upstream } from '../http';
import { hasVariable } from '../variables';
import { locationAt, type HttpLocation } from './locations';
import { dependsOn, undecided } from './rewrite';
import { argumentsInEffect, inEffect, wordsOf } from './settings';
import type { Candidate, Outcome, RequestState } from './state';
import { escapeUri, toText } from './uri';
import { evaluate } from './variables';

const passes = /^(proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$/;
const ownHandlers =
  /^(stub_status|empty_gif|flv|mp4|hls|perl|js_content|echo|echo_.*|content_by_lua(_block|_file)?|status|api|upload_pass)$/;

/** The handler of a block; an `if` without one has that of the location around it. */
export function handlerOf(block: Placement): Placement | undefined {
  for (let level: Placement | undefined = block; level; level = level.parent) {
    const found = level.children.findLast(
      ({ directive }) => passes.test(directive.name.value) || ownHandlers.test(directive.name.value),
    );
    if (found) return found;
    if (!/^(if|limit_except)$/.test(level.directive.name.value)) return undefined;
  }
  return undefined;
}

/** What a handler does with the request. */
export function handled(state: RequestState, by: Placement, location: HttpLocation | undefined): Outcome {
  const name = by.directive.name.value;
  const [address = ''] = wordsOf(by);
  if (!passes.test(name)) return { kind: 'handler', by };
  const found = evaluate(state, address);
  if ('unknown' in found) {
    return undecided(by, dependsOn(address, `$${found.unknown}`));
  }
  const { scheme, authority, uri } = readPassedUrl(found.value);
  const upstream = state.upstreams.get(toText(authority).toLowerCase());
  const sent =
    name === 'proxy_pass' ? proxiedUri(state, uri, hasVariable(address), location) : plainUri(state, name);
  return {
    kind: 'passed on',
    by,
    to: scheme + authority,
    uri: sent,
    upstream: upstream?.placement,
    candidates: upstream ? candidatesOf(upstream) : [],
  };
}

/** ngx_http_proxy_create_request. `part`: what stands behind the host in `proxy_pass`. */
function proxiedUri(
  state: RequestState,
  part: string,
  hasVariables: boolean,
  location: HttpLocation | undefined,
): string {
  const given = part.startsWith('?') ? `/${part}` : part;
  if (hasVariables && given !== '') return given;
  if (given === '' && state.validUnparsedUri) return state.request.target;
  const replaced = state.validLocation && given !== '' ? locationLength(location) : 0;
  const rest = state.uri.slice(replaced);
  const escaped = state.quoted || state.internal ? escapeUri(rest) : rest;
  const uri = (state.validLocation ? given : '') + escaped;
  return uri + (state.args === '' ? '' : `?${state.args}`);
}

/** The part of the URI that is replaced: the prefix of the location, nothing of a named one. */
const locationLength = (location: HttpLocation | undefined): number =>
  location && ['', '^~', '='].includes(location.modifier) ? location.name.length : 0;

const plainUri = (state: RequestState, name: string): string | undefined => {
  if (name !== 'grpc_pass') return undefined;
  if (state.validUnparsedUri) return state.request.target;
  return escapeUri(state.uri) + (state.args === '' ? '' : `?${state.args}`);
};

const candidatesOf = ({ servers }: Upstream): Candidate[] =>
  servers
    .filter(({ parameters }) => !parameters.includes('down'))
    .map(({ placement, parameters }) => ({
      address: wordsOf(placement)[0] ?? '',
      parameters: parameters.join(' '),
      placement,
    }));

/** Where the files of a block lie. */
interface FileRoot {
  readonly folder: string;
  /** How much of the URI an `alias` stands for; `all` in a location with a regular expression. */
  readonly replaced: number | 'all';
}

/** The `root` or `alias` in effect, the inner one of the two; undefined where it cannot be told. */
function fileRoot(state: RequestState): FileRoot | undefined {
  const root = inEffect(state.block, 'root');
  const alias = inEffect(state.block, 'alias');
  const useAlias = alias !== undefined && (!root || depthOf(alias) > depthOf(root));
  const written = (useAlias ? alias : root)?.directive.args[0]?.value ?? 'html';
  const found = evaluate(state, written);
  if ('unknown' in found) return undefined;
  if (!useAlias) return { folder: found.value.replace(/\/$/, ''), replaced: 0 };
  // An inherited alias still replaces the prefix of the location that it stands in.
  let around = alias.parent;
  while (around && around.directive.name.value !== 'location') around = around.parent;
  const { modifier = '', name = '' } = (around && locationAt(around)) ?? {};
  return { folder: found.value, replaced: modifier.startsWith('~') ? 'all' : name.length };
}

/** The file that the URI stands for here (ngx_http_map_uri_to_path); undefined where it cannot be told. */
export function pathOf(state: RequestState): string | undefined {
  const root = fileRoot(state);
  if (!root) return undefined;
  return root.replaced === 'all' ? root.folder : root.folder + state.uri.slice(root.replaced);
}

/** The same for a value of `try_files`, with the URI that it becomes where it is there. */
export function triedPath(
  state: RequestState,
  value: string,
): { readonly path: string; readonly uri: string } | undefined {
  const root = fileRoot(state);
  if (!root) return undefined;
  if (root.replaced === 'all') return { path: root.folder + value, uri: value };
  const prefix = state.uri.slice(0, root.replaced);
  const rest = value.startsWith(prefix) ? value.slice(prefix.length) : value;
  return { path: root.folder + rest, uri: prefix + rest };
}

/** Whether an `alias` is asked for a URI that `rewrite … break` made: nginx answers 500. */
export const aliasFails = (state: RequestState): boolean =>
  !state.validLocation && (fileRoot(state)?.replaced ?? 0) !== 0;

function depthOf(placement: Placement): number {
  let depth = 0;
  for (let level = placement.parent; level; level = level.parent) depth++;
  return depth;
}

/** The static file or index that answers, as far as the machine's files are known. */
export function staticFile(
  state: RequestState,
): Outcome | { readonly index: string; readonly by: Placement | undefined } {
  const by = inEffect(state.block, 'alias') ?? inEffect(state.block, 'root');
  const path = pathOf(state);
  if (path === undefined)
    return undecided(by, t('the path of the file depends on something that the URL does not determine'));
  if (state.uri.endsWith('/')) {
    if (!['GET', 'HEAD', 'POST'].includes(state.method))
      return { kind: 'response', status: 403, text: undefined, by };
    const names = argumentsInEffect(state.block, 'index') ?? ['index.html'];
    for (const name of names) {
      const found = evaluate(state, name);
      if ('unknown' in found) break;
      if (found.value.startsWith('/')) {
        state.say(
          'step',
          t('The index is always {path}.', { path: toText(found.value) }),
          inEffect(state.block, 'index'),
        );
        return { index: found.value, by: inEffect(state.block, 'index') };
      }
      const kind = state.files(toText(path + found.value));
      if (kind === 'file') return { index: state.uri + found.value, by: inEffect(state.block, 'index') };
      if (kind === 'none') continue;
      state.say(
        'assumed',
        t('It is not known whether {file} exists. If it does, nginx continues with {uri}.', {
          file: toText(path + found.value),
          uri: toText(state.uri + found.value),
        }),
        inEffect(state.block, 'index'),
      );
      return { kind: 'file', path: toText(path + found.value), by };
    }
    const isThere = state.files(toText(path.replace(/\/$/, '')));
    if (isThere === 'none' || isThere === 'file')
      return { kind: 'response', status: 404, text: undefined, by };
    const lists = argumentsInEffect(state.block, 'autoindex')?.[0] === 'on';
    if (lists) return { kind: 'file', path: toText(path), by: inEffect(state.block, 'autoindex') };
    return isThere === 'folder'
      ? { kind: 'response', status: 403, text: undefined, by }
      : { kind: 'file', path: toText(path), by };
  }
  // ngx_http_static_handler: other methods are refused at once, POST only for what is there.
  const refused: Outcome = { kind: 'response', status: 405, text: undefined, by };
  if (!['GET', 'HEAD', 'POST'].includes(state.method)) return refused;
  const kind = state.files(toText(path));
  if (kind === 'none') return { kind: 'response', status: 404, text: undefined, by };
  if (kind === 'folder') {
    return {
      kind: 'redirect',
      status: 301,
      to: `${state.uri}/${state.args === '' ? '' : `?${state.args}`}`,
      by,
    };
  }
  if (kind === undefined) {
    state.say(
      'assumed',
      t('It is not known whether {file} exists. If it does not, the status is 404.', { file: toText(path) }),
      by,
    );
  }
  return state.method === 'POST' ? refused : { kind: 'file', path: toText(path), by };
}
