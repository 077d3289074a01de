import { Requests, type ReadinessAnswer, type ReadinessOfCluster } from '../protocol';
import type { Check } from '../workspace/check';
import { stackOf } from '../workspace/errors';
import { type Readiness, readinessOf } from '../workspace/readiness';
import { fixEdit } from './workspaceEdits';
import { rangeOf } from './convert';
import type { Session } from './session';

/** "Check cluster readiness": what each cluster has, lacks, and what files do not tell. */
export function registerReadiness(session: Session): void {
  const { connection } = session;
  connection.onRequest<ReadinessAnswer, void>(Requests.readiness, async () => {
    try {
      const checks = await session.settle();
      return { clusters: checks.flatMap((check) => readinessOf(check).map(toPlain(session, check))) };
    } catch (error) {
      connection.console.error(`${Requests.readiness} failed: ${stackOf(error)}`);
      throw error;
    }
  });
}

const toPlain =
  (session: Session, check: Check) =>
  ({ id, nodes, points }: Readiness): ReadinessOfCluster => ({
    id: `${check.root}\n${id}`,
    nodes: [...nodes],
    points: points.map(({ title, state, says, places, fix }) => {
      const edit = fix && fixEdit(session, check, fix);
      return {
        title,
        state,
        says,
        places: places.flatMap(({ path, span }) => {
          const file = check.files.get(path);
          return file ? [{ uri: session.uriOf(path), range: rangeOf(file, span) }] : [];
        }),
        fix: fix && edit ? { title: fix.title, edit } : null,
      };
    }),
  });
