import type { Place } from './source';

/** A file or folder of the workspace, or one that a build makes there, that a container sees at another path. */
export interface Mount {
  readonly localPath: string;
  readonly target: string;
  /** A bind mount: nothing else is seen at its target and below it. */
  readonly covers?: true;
  /** What the names of the files here have beyond those that the container sees: `.template`. */
  readonly suffix?: string;
  /** What the image makes of a file here when it starts. */
  readonly rendered?: true;
  /** Where it is said. */
  readonly place?: Place | undefined;
}
