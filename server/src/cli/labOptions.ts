import { parseArgs } from 'node:util';
import { messageOf } from '../workspace/errors';
import { UsageError } from './usage';

export const labCommands = ['plan', 'start', 'apply', 'stop', 'status'] as const;

export interface LabOptions {
  readonly command: (typeof labCommands)[number];
  readonly folder: string;
  readonly nodes: number | undefined;
  readonly images: { readonly nginx?: string; readonly tomcat?: string };
  readonly keepaliveMinTimeout: string | undefined;
  readonly json: boolean;
  readonly all: boolean;
}

/** The words after `lab`. Images come from the options or the environment. Throws UsageError where they cannot be understood. */
export function readLabOptions(words: readonly string[], env: NodeJS.ProcessEnv): LabOptions {
  const { values, positionals } = parse(words);
  const [name, folder = '.', ...rest] = positionals;
  const command = labCommands.find((it) => it === name);
  if (!command)
    throw new UsageError(`lab takes ${labCommands.join(', ')}, node${name ? `, not "${name}"` : ''}`);
  if (rest.length > 0) throw new UsageError(`lab ${command} takes one folder`);
  const nodes = values.nodes === undefined ? undefined : Number(values.nodes);
  if (nodes !== undefined && (!Number.isInteger(nodes) || nodes < 1)) {
    throw new UsageError(`--nodes takes a number from 1 on, not "${values.nodes}"`);
  }
  const nginx = values['nginx-image'] ?? env['CLUSTER_LAB_NGINX_IMAGE'];
  const tomcat = values['tomcat-image'] ?? env['CLUSTER_LAB_TOMCAT_IMAGE'];
  return {
    command,
    folder,
    nodes,
    images: { ...(nginx && { nginx }), ...(tomcat && { tomcat }) },
    keepaliveMinTimeout: values['keepalive-min-timeout'],
    json: values.json ?? false,
    all: values.all ?? false,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        nodes: { type: 'string' },
        'nginx-image': { type: 'string' },
        'tomcat-image': { type: 'string' },
        'keepalive-min-timeout': { type: 'string' },
        json: { type: 'boolean' },
        all: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}
