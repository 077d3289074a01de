import type { SettingQuestion } from '../../../../../server/src/protocol';
import type { Frame } from './event';
import { clusterFailures } from './failures/cluster';
import type { Facts, Failure } from './failures/failure';
import { proxyFailures } from './failures/proxy';
import { sessionFailures } from './failures/sessions';
import { startFailures } from './failures/start';

/** Everything that is explained. */
export const failures = { ...sessionFailures, ...clusterFailures, ...startFailures, ...proxyFailures };

export type FailureId = keyof typeof failures;

export const failureOf = (id: FailureId): Failure => failures[id];

/** Where a log itself says the cause is. */
export type Cause =
  | ({ readonly kind: 'frame' } & Frame)
  /** A line of a configuration file, from 1, by its path where the program runs. */
  | { readonly kind: 'file'; readonly path: string; readonly line: number };

/** A failure that one event of a log tells of. */
export interface Found extends Facts {
  readonly failure: FailureId;
  readonly cause?: Cause | undefined;
  /** What a file sets that it is about. */
  readonly setting?: SettingQuestion | undefined;
}
