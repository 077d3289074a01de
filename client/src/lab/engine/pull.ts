import { t } from '@vscode/l10n';
import type Dockerode from 'dockerode';
import { LabError } from '../lab';
import { brokenOff, wordsOf } from './failures';
import { PullProgress } from './pullProgress';
import { authFor, registryOf } from './registryAuth';
import { explained } from './sayings';
import { jsonLines } from './streams';

/** A registry that says nothing for so long is not to be had. */
const PULL_SILENCE_MS = 60_000;

export interface PullOptions {
  readonly imageId: (reference: string) => Promise<string | undefined>;
  readonly onProgress: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Pulls an image, and tells `onProgress` what the registry is at. `imageId` says whether it is there at the end. Rejects with
 * `image-missing`, or with the reason of the signal.
 */
export async function pullImage(
  docker: Dockerode,
  reference: string,
  { imageId, onProgress, signal }: PullOptions,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), PULL_SILENCE_MS);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), PULL_SILENCE_MS);
  };
  let unread: unknown;
  try {
    const abortSignal = AbortSignal.any([signal, silence.signal]);
    // Without a tag the engine would pull every tag there is.
    const tagged = /(?:@sha256:|:[^/]+$)/.test(reference) ? reference : `${reference}:latest`;
    // Most images are given to everybody; that a helper fails is told where this one is not.
    const authconfig = await authFor(reference).catch((error: unknown) => {
      unread = error;
      return undefined;
    });
    const stream = await docker.pull(tagged, { abortSignal, ...(authconfig && { authconfig }) });
    const progress = new PullProgress();
    for await (const event of jsonLines(stream)) {
      heard();
      if (typeof event['error'] === 'string') throw new Error(event['error']);
      onProgress(progress.take(event));
    }
    // A stream that merely ends may have been broken off.
    if ((await imageId(reference)) === undefined) throw new Error(brokenOff());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LabError) throw error;
    const words = wordsOf(error);
    if (/unauthorized|authentication required|no basic auth|access.*denied|denied:/i.test(words))
      throw unread instanceof LabError ? unread : refusedPull(reference, error);
    if (words === brokenOff()) throw brokenPull(reference, error);
    const known = explained(words, error);
    if (known) throw known;
    const unreachable = /dial tcp|no such host|i\/o timeout|connection refused/.test(words);
    const why = silence.signal.aborted || unreachable ? t('its registry cannot be reached') : words;
    throw new LabError(
      'image-missing',
      t('The image {reference} is not on this machine, and it could not be pulled: {why}.', {
        reference,
        why,
      }),
      t(
        'Set an image that is already on this machine in clusterLab.lab.images, or pull it where the registry can be reached.',
      ),
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

function refusedPull(reference: string, cause: unknown): LabError {
  const registry = registryOf(reference).replace(/^https:\/\/index\.docker\.io.*/, 'Docker Hub');
  const command = registry === 'Docker Hub' ? 'docker login' : `docker login ${registry}`;
  return new LabError(
    'image-missing',
    t('The image {reference} is not on this machine, and {registry} denies access to it.', {
      reference,
      registry,
    }),
    t('Log in with "{command}", or correct the name of the image in clusterLab.lab.images.', { command }),
    { cause },
  );
}

const brokenPull = (reference: string, cause: unknown): LabError =>
  new LabError(
    'image-missing',
    t('The image {reference} was not pulled completely: {reason}.', {
      reference,
      reason: brokenOff(),
    }),
    t('Check Docker and the network, then start the lab again: layers already pulled are not pulled again.'),
    { cause },
  );
