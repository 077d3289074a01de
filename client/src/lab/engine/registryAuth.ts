import { t } from '@vscode/l10n';
import { execFile } from 'node:child_process';
import { isRecord } from '../../../../server/src/languages/text/record';
import { LabError } from '../lab';
import { dockerConfig } from './contexts';

/** What a pull shows to a registry. Never logged. */
export interface RegistryAuth {
  readonly serveraddress: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
}

const HELPER_LIMIT_MS = 10_000;
/** The name under which docker keeps what it knows of Docker Hub (docker/cli, registry.IndexServer). */
const HUB = 'https://index.docker.io/v1/';

/** The registry of an image, as docker's configuration names it (distribution/reference, splitDockerDomain). */
export function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost && first !== 'docker.io' ? first : HUB;
}

/**
 * The credentials that the `docker` command keeps for the registry of an image: those of a helper, or of its
 * configuration. Undefined where it keeps none. Rejects with a `LabError` where a helper fails.
 */
export async function authFor(
  reference: string,
  config: Readonly<Record<string, unknown>> = dockerConfig(),
): Promise<RegistryAuth | undefined> {
  const registry = registryOf(reference);
  const helpers = isRecord(config['credHelpers']) ? config['credHelpers'] : {};
  const helper = helpers[registry] ?? config['credsStore'];
  if (typeof helper === 'string' && helper !== '') {
    const found = await askHelper(helper, registry);
    if (found) return found;
  }
  const auths = isRecord(config['auths']) ? config['auths'] : {};
  const key = Object.keys(auths).find((name) => bare(name) === bare(registry));
  const entry = key === undefined ? undefined : auths[key];
  if (!isRecord(entry)) return undefined;
  const { auth, identitytoken, username, password } = entry;
  if (typeof identitytoken === 'string' && identitytoken !== '')
    return { serveraddress: registry, identitytoken };
  const [user = '', ...secret] =
    typeof auth === 'string' ? Buffer.from(auth, 'base64').toString('utf8').split(':') : [];
  if (user !== '') return { serveraddress: registry, username: user, password: secret.join(':') };
  return typeof username === 'string' && typeof password === 'string'
    ? { serveraddress: registry, username, password }
    : undefined;
}

/** Names are kept with and without scheme and path. */
const bare = (registry: string): string => registry.replace(/^https?:\/\//, '').replace(/\/.*$/, '');

/** The protocol of docker/docker-credential-helpers: the registry on stdin, JSON on stdout. */
function askHelper(name: string, registry: string): Promise<RegistryAuth | undefined> {
  const program = `docker-credential-${name}`;
  return new Promise((resolve, reject) => {
    const child = execFile(program, ['get'], { timeout: HELPER_LIMIT_MS }, (error, stdout) => {
      // What it says of an error may hold a secret as well: only what it is for is told.
      if (error && /credentials not found|no credentials server URL/i.test(stdout)) {
        resolve(undefined);
        return;
      }
      const answer = error ? undefined : parsed(stdout);
      if (!answer) {
        reject(
          new LabError(
            'image-missing',
            error && 'code' in error && error.code === 'ENOENT'
              ? t('The credentials for {registry} could not be read: {program} is not installed.', {
                  registry: bare(registry),
                  program,
                })
              : t('The credentials for {registry} could not be read: {program} failed.', {
                  registry: bare(registry),
                  program,
                }),
            t(
              'Log in again with "docker login {registry}", or correct "credsStore" in docker\'s config.json.',
              { registry: bare(registry) },
            ),
          ),
        );
        return;
      }
      const { Username: username, Secret: secret } = answer;
      resolve(
        username === '<token>'
          ? { serveraddress: registry, identitytoken: secret }
          : { serveraddress: registry, username, password: secret },
      );
    });
    // It may have ended before it read.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(registry);
  });
}

function parsed(text: string): { readonly Username: string; readonly Secret: string } | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return isRecord(answer) && typeof answer['Username'] === 'string' && typeof answer['Secret'] === 'string'
      ? { Username: answer['Username'], Secret: answer['Secret'] }
      : undefined;
  } catch {
    return undefined;
  }
}
