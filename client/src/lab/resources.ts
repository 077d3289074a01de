import { t } from '@vscode/l10n';
import { readFile, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { ContainerPlan, Deployment } from '../../../server/src/protocol';
import type { Engine } from './engine/engine';

const MB = 1024 * 1024;
/** A JVM takes this beside its heap: measured 60 MB with the demo, 90 with JSPs. */
const BESIDE_HEAP = 100 * MB;
const NGINX = 20 * MB;
/** An image that is still to be pulled, unpacked: Tomcat with its JRE is the largest. */
const IMAGE = 500 * MB;
/** Logs, files and sessions of a container. */
const CONTAINER = 50 * MB;

/** What an engine has left, in bytes; undefined where it cannot be known. */
export interface Room {
  readonly memory: number | undefined;
  readonly disk: number | undefined;
}

/** What a lab lacks to run well on an engine, each in a sentence; nothing where it has enough, or it cannot be known. */
export async function shortages(engine: Engine, plan: Deployment): Promise<string[]> {
  try {
    const images = [...new Set([plan.nginx, ...plan.tomcats].map(({ image }) => image))];
    const ids = await Promise.all(images.map((image) => engine.imageId(image)));
    const missing = ids.filter((id) => id === undefined).length;
    return shortagesOf(plan, missing, await roomOf(engine));
  } catch {
    // An engine that does not tell is not short of anything; if it is lost, the start says so.
    return [];
  }
}

/** The same of figures: `missing` images are still to be pulled. */
export function shortagesOf(plan: Deployment, missing: number, { memory, disk }: Room): string[] {
  const nodes = plan.tomcats.length;
  const needed = plan.tomcats.reduce((sum, node) => sum + memoryOf(node), NGINX);
  const space = missing * IMAGE + (nodes + 1) * CONTAINER;
  return [
    ...(memory !== undefined && memory < needed
      ? [
          t(
            'nginx and {tomcats} need about {needed} of memory, but Docker has only {left} left: nodes may be killed. Stop something else, or start fewer nodes.',
            {
              tomcats: nodes === 1 ? t('1 Tomcat') : t('{count} Tomcats', { count: nodes }),
              needed: words(needed),
              left: words(memory),
            },
          ),
        ]
      : []),
    ...(disk !== undefined && disk < space
      ? [
          t(
            'The lab needs about {needed} of disk, but Docker has only {left} left: the start may fail. Free some space, for example with "docker system prune".',
            { needed: words(space), left: words(disk) },
          ),
        ]
      : []),
  ];
}

/** Heap and what a JVM takes beside it, but no more than its container may have. Java takes a quarter of that as heap. */
function memoryOf({ env, memoryBytes }: ContainerPlan): number {
  const options = `${env['JAVA_OPTS'] ?? ''} ${env['CATALINA_OPTS'] ?? ''}`;
  const [, size, unit = ''] = /-Xmx(\d+)([kmg]?)\b/gi.exec(options) ?? [];
  const scale = { k: 1024, m: MB, g: 1024 * MB }[unit.toLowerCase()] ?? 1;
  const heap = size === undefined ? memoryBytes / 4 : Number(size) * scale;
  return Math.min(memoryBytes, heap + BESIDE_HEAP);
}

async function roomOf(engine: Engine): Promise<Room> {
  const { memoryBytes, dataFolder } = await engine.resources();
  // Docker Desktop and Colima run in a machine of their own, with other memory and another disk than this one.
  const here = engine.local && Math.abs(memoryBytes / totalmem() - 1) < 0.02;
  return {
    memory: (here ? await available() : undefined) ?? memoryBytes - (await engine.usedMemory()),
    disk: here ? await freeOn(dataFolder) : undefined,
  };
}

/** What programs can still have, caches given up; Linux alone tells. */
async function available(): Promise<number | undefined> {
  try {
    const [, kilobytes] = /^MemAvailable:\s+(\d+) kB/m.exec(await readFile('/proc/meminfo', 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    // No such file: another system.
    return undefined;
  }
}

async function freeOn(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // Not to be read by this user.
    return undefined;
  }
}

const words = (bytes: number): string =>
  bytes < 1024 * MB ? `${Math.max(0, Math.round(bytes / MB))} MB` : `${(bytes / MB / 1024).toFixed(1)} GB`;
