import type { ListedNode } from '../../../client/src/lab';

const MB = 1024 * 1024;

/** The nodes of a lab, one a line, what they have in common below each other. */
export function formatNodes(nodes: readonly ListedNode[]): string {
  const rows = nodes.map((node) => [
    node.name,
    node.state === 'exited' ? 'stopped' : node.state,
    ...(node.usage
      ? [
          `up ${uptime(node.usage.uptimeMs)}`,
          `${Math.round(node.usage.memoryBytes / MB)} of ${Math.round(node.usage.memoryLimit / MB)} MB`,
          `${Math.round(node.usage.cpuPercent ?? 0)} % CPU`,
        ]
      : ['', '', '']),
    sessionsOf(node),
    node.sees === undefined ? '' : `sees ${node.sees.length > 0 ? node.sees.join(', ') : 'no other node'}`,
  ]);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function sessionsOf({ state, sessions }: ListedNode): string {
  if (!sessions || state === 'exited') return '';
  const { count, owned, error } = sessions;
  return error ?? `${count} ${count === 1 ? 'session' : 'sessions'} (owner of ${owned})`;
}

function uptime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d`;
}
