import { parseArgs } from 'node:util';
import type { FileKind } from '../cluster/source';
import type { Severity } from '../rules/define';
import { standardInput } from './read';
import { UsageError } from './usage';
import { messageOf } from '../workspace/errors';
import { isVersion } from '../languages/text/versions';

export interface CheckOptions {
  readonly format: (typeof formats)[number];
  /** Whether the clusters are gone through instead of the files. */
  readonly readiness: boolean;
  readonly minSeverity: Severity;
  readonly fix: boolean;
  readonly nginxVersion: string | undefined;
  readonly tomcatVersion: string | undefined;
  readonly help: boolean;
  readonly paths: readonly string[];
  /** What standard input holds. */
  readonly as: StdinKind | undefined;
}

const formats = ['text', 'json', 'markdown'] as const;
const stdinKinds = [
  'nginx',
  'server.xml',
  'context.xml',
  'web.xml',
  'web-fragment.xml',
  'tomcat-users.xml',
  'compose',
  'java',
] as const satisfies readonly FileKind[];
type StdinKind = (typeof stdinKinds)[number];
/** From the gravest on. */
export const severities = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];

/** The words after `check`. Throws UsageError where they cannot be understood. */
export function readCheckOptions(words: readonly string[]): CheckOptions {
  const { values, positionals } = parse(words);
  const help = values.help ?? false;
  if (positionals.length === 0 && !help) throw new UsageError('check needs a file or a folder');
  if (positionals.includes('')) throw new UsageError('a path is empty');
  const fromStdin = positionals.includes(standardInput);
  if (fromStdin && positionals.length > 1) throw new UsageError('standard input (-) is checked by itself');
  if (fromStdin && values.fix) throw new UsageError('--fix writes files, and standard input (-) is none');
  if (values.as !== undefined && !fromStdin) throw new UsageError('--as is for standard input (-)');
  const readiness = values.readiness ?? false;
  const format = oneOf('--format', values.format ?? 'text', formats);
  if (format === 'markdown' && !readiness) throw new UsageError('--format markdown is for --readiness');
  if (readiness && values.fix) throw new UsageError('--readiness changes nothing; --fix goes without it');
  return {
    format,
    readiness,
    minSeverity: oneOf('--min-severity', values['min-severity'] ?? 'error', severities),
    fix: values.fix ?? false,
    nginxVersion: version('--nginx-version', values['nginx-version']),
    tomcatVersion: version('--tomcat-version', values['tomcat-version']),
    help,
    paths: positionals,
    as: values.as === undefined ? undefined : oneOf('--as', values.as, stdinKinds),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        'min-severity': { type: 'string' },
        fix: { type: 'boolean' },
        readiness: { type: 'boolean' },
        as: { type: 'string' },
        'nginx-version': { type: 'string' },
        'tomcat-version': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}

function version(option: string, value: string | undefined): string | undefined {
  if (value === undefined || isVersion(value)) return value;
  throw new UsageError(`${option} takes a version such as 1.28, not "${value}"`);
}

function oneOf<Value extends string>(option: string, value: string, values: readonly Value[]): Value {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`${option} takes ${values.join(', ')}, not "${value}"`);
  return found;
}
