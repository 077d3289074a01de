import { workspace, type Uri } from 'vscode';
import type { LogsBefore } from '../lab';
import type { Level } from '../lab/logs/record';

export interface LabSettings {
  readonly nodes?: number;
  readonly images: { nginx?: string; tomcat?: string };
  readonly keepaliveMinTimeout?: string;
  readonly dockerHost: string | undefined;
  /** Address of the engine's machine that ports are opened on. */
  readonly publish: string | undefined;
}

/** What becomes of a lab when its window closes. */
export const onClose = (): 'keep' | 'stop' | 'ask' =>
  workspace.getConfiguration('clusterLab').get<'keep' | 'stop' | 'ask'>('lab.onClose') ?? 'stop';

/** What becomes of an nginx file that is saved while a lab runs. */
export const onSave = (folder: Uri | undefined): 'reload' | 'ask' | 'off' =>
  workspace.getConfiguration('clusterLab', folder).get<'reload' | 'ask' | 'off'>('lab.onSave') ?? 'reload';

/** `clusterLab.sessions.mask` as one expression; empty where nothing is masked. What is no expression is left out. */
export function sessionMask(): string {
  const patterns = workspace.getConfiguration('clusterLab').get<unknown>('sessions.mask');
  if (!Array.isArray(patterns)) return '';
  return patterns.filter((it): it is string => typeof it === 'string' && isExpression(it)).join('|');
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text).source !== '(?:)';
  } catch {
    return false;
  }
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** How much of the logs of a lab is shown that has run before this window knew it. */
export function logsBefore(): LogsBefore {
  const settings = workspace.getConfiguration('clusterLab');
  const tail = settings.get<number | null>('logs.tail');
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(settings.get<string>('logs.since')?.trim() ?? '') ?? [];
  const second = unitSeconds[unit];
  return {
    ...(typeof tail === 'number' && { tail }),
    ...(second !== undefined && { seconds: Number(count) * second }),
  };
}

/** What the logs of the lab show. */
export const logLevel = (): Level =>
  workspace.getConfiguration('clusterLab').get<Level>('logs.level') ?? 'trace';

/** The lab's settings as they apply to a folder; what is left empty is left out. */
export function labSettings(folder: Uri | undefined): LabSettings {
  const settings = workspace.getConfiguration('clusterLab', folder);
  const text = (name: string): string => settings.get<string>(name)?.trim() ?? '';
  const nodes = settings.get<number | null>('lab.nodes');
  const nginx = text('lab.images.nginx');
  const tomcat = text('lab.images.tomcat');
  const keepaliveMinTimeout = text('lab.keepaliveMinTimeout');
  return {
    ...(typeof nodes === 'number' && { nodes }),
    images: { ...(nginx && { nginx }), ...(tomcat && { tomcat }) },
    ...(keepaliveMinTimeout && { keepaliveMinTimeout }),
    dockerHost: text('docker.host') || undefined,
    publish: text('docker.publish') || undefined,
  };
}
