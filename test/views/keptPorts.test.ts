import { deepEqual } from 'node:assert/strict';
import { withPortsOf } from '../../client/src/features/lab/keptPorts';
import type { ContainerPlan, Deployment } from '../../server/src/protocol';

const container = (name: string, ports: readonly (readonly [number, number | null])[]): ContainerPlan => ({
  name,
  role: name === 'nginx' ? 'nginx' : 'tomcat',
  image: 'image',
  aliases: [],
  env: {},
  memoryBytes: 1,
  files: [],
  ports: ports.map(([port, preferred]) => ({ container: port, preferred, scheme: 'http', reason: '' })),
});

type Containers = Pick<Deployment, 'nginx' | 'tomcats'>;

const plan = (nginx: number | null, tomcat: number | null): Containers => ({
  nginx: container('nginx', [[80, nginx]]),
  tomcats: [container('tomcat1', [[8080, tomcat]])],
});

const preferred = ({ nginx, tomcats }: Containers): (number | null | undefined)[] =>
  [nginx, ...tomcats].map(({ ports }) => ports[0]?.preferred);

describe('the ports of a lab that is started again', () => {
  const portOf = (node: string): number => (node === 'nginx' ? 40_080 : 40_081);

  it('are those that it had, also where another one was wished for', () => {
    deepEqual(
      preferred(withPortsOf({ deployment: plan(80, null), portOf }, plan(80, null))),
      [40_080, 40_081],
    );
  });

  it('are the planned ones where the plan wishes for others now', () => {
    deepEqual(
      preferred(withPortsOf({ deployment: plan(80, 8081), portOf }, plan(8088, 8081))),
      [8088, 40_081],
    );
  });

  it('are the planned ones of what was not there before', () => {
    const none = (): undefined => undefined;
    deepEqual(preferred(withPortsOf({ deployment: plan(80, null), portOf: none }, plan(80, null))), [
      80,
      null,
    ]);
  });
});
