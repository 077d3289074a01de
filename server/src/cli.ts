import { version } from '../../package.json';
import { check } from './cli/check';
import { usage, UsageError } from './cli/usage';
import { stackOf } from './workspace/errors';

/** `cluster-lab`: looks at its first word and hands over. Each command gives its exit code. */
async function main([command, ...rest]: string[]): Promise<number> {
  switch (command) {
    case 'check':
      return check(rest, process);
    case 'lab':
      return (await import('./cli/lab')).lab(rest);
    case 'which-location':
      return (await import('./cli/whichLocation')).whichLocation(rest, process);
    case 'explain':
      return (await import('./cli/explain')).explain(rest, process);
    case 'lsp':
      return (await import('./cli/lsp')).lsp(rest);
    case '--version':
    case '-v':
      process.stdout.write(`${version}\n`);
      return 0;
    case '--help':
    case '-h':
    case 'help':
      process.stdout.write(usage);
      return 0;
    case undefined:
      throw new UsageError('a command is missing');
    default:
      throw new UsageError(`there is no command "${command}"`);
  }
}

// A reader that has seen enough, as in `cluster-lab check . | head`, is no failure of ours: what runs is asked to end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE')
    process.stderr.write(`cluster-lab: the output cannot be written: ${error.message}\n`);
  process.exitCode = 2;
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit();
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isOurs = error instanceof UsageError;
    process.stderr.write(`cluster-lab: ${isOurs ? `${error.message}\n\n${usage}` : stackOf(error)}\n`);
    process.exitCode = 2;
  },
);
