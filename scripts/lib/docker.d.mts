export const LAB_LABEL: string;

export interface LabObject {
  kind: 'container' | 'network' | 'volume';
  name: string;
  id: string;
  lab: string;
  /** Workspace folder; undefined for the built-in demo. */
  folder: string | undefined;
  path: string;
}

export function engineHosts(): string[];

export class Docker {
  constructor(host: string);
  labObjects(): Promise<LabObject[]>;
  remove(objects: LabObject[]): Promise<void>;
  removeLabs(fits: (object: LabObject) => boolean): Promise<string[]>;
}
