import { deepEqual } from 'node:assert/strict';
import { originsOf } from '../../client/src/features/logs/links/origins';
import type { Deployment, FilePlan } from '../../server/src/protocol';

const file = (target: string, origin: string): FilePlan => ({
  target,
  origin,
  content: { kind: 'copy', from: origin },
});

describe('places in logs', () => {
  const nginx = {
    name: 'nginx',
    files: [
      file('/etc/nginx/conf.d', '/work/conf.d'),
      file('/etc/nginx/conf.d/own.conf', '/work/own.conf'),
      file('/etc/nginx/templates/site.conf.template', '/work/templates/site.conf.template'),
    ],
  };
  const plan = { nginx, tomcats: [] } as unknown as Deployment;

  it('lead to the file, to one in a folder that is put there, and to the template that it is made of', () => {
    const origins = (path: string): readonly string[] => originsOf({ kind: 'file', path }, 'nginx', plan);
    deepEqual(origins('/etc/nginx/conf.d/own.conf'), ['/work/own.conf']);
    deepEqual(origins('/etc/nginx/conf.d/more.conf'), ['/work/conf.d/more.conf']);
    deepEqual(origins('/etc/nginx/conf.d/site.conf'), ['/work/templates/site.conf.template']);
    deepEqual(origins('/etc/nginx/mime.types'), []);
  });
});
