import type { ContainerUsage } from './engine';

/** As much of the engine's answer as is read here (Docker Engine API, `GET /containers/{id}/stats`). */
export interface Stats {
  readonly read: string;
  readonly memory_stats?: {
    readonly usage?: number;
    readonly limit?: number;
    readonly stats?: { readonly inactive_file?: number; readonly total_inactive_file?: number };
  };
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
}

/** What a container takes, by the engine's answer; undefined where it does not run: then no figure is in it. */
export function usageOf(stats: Stats | undefined): ContainerUsage | undefined {
  const { usage, limit = 0, stats: kinds = {} } = stats?.memory_stats ?? {};
  if (!stats || usage === undefined) return undefined;
  // The first on cgroup v2, the second on v1; docker's own command takes away the same (cli/command/container/stats_helpers.go).
  const cached = kinds.total_inactive_file ?? kinds.inactive_file ?? 0;
  return {
    memoryBytes: cached < usage ? usage - cached : usage,
    memoryLimit: limit,
    cpu: stats.cpu_stats?.cpu_usage?.total_usage ?? 0,
    at: Date.parse(stats.read),
  };
}
