export const LAB_LABEL: string;

export interface LabObject {
  kind: 'container' | 'network' | 'volume';
  name: string;
  id: string;
  lab: string;
  path: string;
}

export function engineHosts(): string[];

export class Docker {
  constructor(host: string);
  labObjects(): Promise<LabObject[]>;
  remove(objects: LabObject[]): Promise<void>;
}
