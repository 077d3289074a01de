import assert from 'node:assert/strict';
import { composeProjects, type ProjectService } from '../../server/src/cluster/compose';
import { languages } from '../../server/src/languages/table';
import { ROOT } from '../helpers/workspace';

/** The services of the projects of a workspace, by the names of their files. */
function projectsOf(
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, readonly ProjectService[]>> {
  const files = new Map(
    Object.entries(texts).flatMap(([name, text]) => {
      const path = `${ROOT}/${name}`;
      const file = languages.open(path, name.endsWith('.env') ? 'env' : 'compose', text);
      return file ? [[path, file] as const] : [];
    }),
  );
  return Object.fromEntries(
    composeProjects(files).map(({ path, services }) => [path.slice(ROOT.length + 1), services]),
  );
}

describe('a Compose project', () => {
  it('is what an override makes of it', () => {
    const { 'compose.yml': services = [] } = projectsOf({
      'compose.yml':
        'services:\n  a:\n    image: tomcat:9\n    ports: ["80:80"]\n    environment: { X: 1, Y: 1 }\n    volumes: ["./a:/a", "./b:/b"]\n    scale: 3\n',
      'compose.override.yml':
        'services:\n  a:\n    image: tomcat:10.1\n    ports: ["81:81"]\n    environment: { Y: 2 }\n    volumes: ["./c:/b"]\n  b:\n    image: nginx\n',
      'compose.prod.yml': 'services:\n  c:\n    image: nginx\n',
    });
    const [a, b] = services;
    assert.equal(b?.name, 'b');
    assert.equal(services.length, 2);
    assert.equal(a?.image?.value, 'tomcat:10.1');
    assert.deepEqual(
      a.ports.map(({ host }) => host),
      [80, 81],
    );
    assert.deepEqual(
      [...a.environment],
      [
        ['X', '1'],
        ['Y', '2'],
      ],
    );
    assert.deepEqual(a.mounts.map(({ source, target }) => `${source} ${target}`).toSorted(), [
      `${ROOT}/a /a`,
      `${ROOT}/c /b`,
    ]);
    assert.equal(a.replicas, 3);
    // What another file says is shown where the service is named here.
    assert.deepEqual(a.image.span, a.nameSpan);
  });

  it('takes paths from the file that names them', () => {
    const { 'x/compose.yml': services = [] } = projectsOf({
      'x/compose.yml':
        'include:\n  - path: ../y/part.yml\nservices:\n  a:\n    extends: { file: ../z/base.yml, service: base }\n    volumes: ["./own:/own"]\n',
      'y/part.yml': 'services:\n  b:\n    build: .\n    env_file: b.env\n',
      'y/b.env': 'X=1\n',
      'z/base.yml': 'services:\n  base:\n    volumes: ["./conf:/conf", "data:/data", "~/x:/x"]\n',
    });
    const [a, b] = services;
    assert.deepEqual(
      a?.mounts.map(({ source }) => source),
      [`${ROOT}/x/own`, `${ROOT}/z/conf`, 'data', '~/x'],
    );
    assert.equal(b?.build?.context, `${ROOT}/y`);
    assert.deepEqual([...(b?.environment ?? [])], [['X', '1']]);
    assert.deepEqual(
      services.map(({ composeFile, project }) => [composeFile, project]),
      [
        [`${ROOT}/x/compose.yml`, `${ROOT}/x/compose.yml`],
        [`${ROOT}/y/part.yml`, `${ROOT}/x/compose.yml`],
      ],
    );
  });

  it('ends in loops of extends and includes, and with 10,000 services', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `  s${index}:\n    image: nginx\n`).join('');
    const projects = projectsOf({
      'compose.yml':
        'include: [a/one.yml]\nservices:\n  a:\n    extends: b\n  b:\n    extends: a\n  c:\n    extends: { file: a/one.yml, service: d }\n',
      'a/one.yml': 'include: [two.yml]\nservices:\n  d:\n    extends: { file: ../compose.yml, service: c }\n',
      'a/two.yml': 'include: [one.yml, ../compose.yml]\nservices: {}\n',
      'many/compose.yml': `services:\n${many}`,
    });
    assert.equal(projects['many/compose.yml']?.length, 10_000);
  });

  it('has its variables from its own .env', () => {
    const services = projectsOf({
      'one/compose.yml': 'services:\n  a:\n    image: tomcat:${V:-9.0}\n',
      'one/.env': 'V=10.1\n',
      'two/compose.yml': 'services:\n  a:\n    image: tomcat:${V:-9.0}\n',
    });
    assert.deepEqual(
      Object.values(services).map(([a]) => a?.image?.value),
      ['tomcat:10.1', 'tomcat:9.0'],
    );
  });

  it('builds an image once for all that run it', () => {
    const { 'compose.yml': services = [] } = projectsOf({
      'compose.yml':
        'services:\n  a:\n    image: shop:1\n    build: app\n  b:\n    image: shop:1\n  c:\n    image: shop:2\n',
    });
    assert.deepEqual(
      services.map(({ build }) => build?.context),
      [`${ROOT}/app`, `${ROOT}/app`, undefined],
    );
  });
});
