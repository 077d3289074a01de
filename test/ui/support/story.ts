import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { labSettings } from '../../helpers/engine';
import { Workbench } from '../workbench';

/** VS Code with the packed extension, opened on a copy of the story's broken workspace. */
export class Story {
  private constructor(
    readonly workbench: Workbench,
    /** The copy. */
    readonly folder: string,
    private readonly work: string,
  ) {}

  static async open(settings: Readonly<Record<string, unknown>> = {}): Promise<Story> {
    const work = mkdtempSync(join(tmpdir(), 'clab-story-'));
    const folder = join(work, 'story');
    cpSync('samples/story-broken', folder, { recursive: true });
    let workbench: Workbench | undefined;
    try {
      workbench = await Workbench.open({
        folder,
        vsix: process.env['CLUSTER_LAB_VSIX'] ?? 'dist/cluster-lab.vsix',
        settings: { ...labSettings, ...settings },
        viewport: { width: 1440, height: 1100 },
      });
      // The palette knows the extension's commands once its icon is there.
      await workbench.page.locator('.activitybar a[aria-label^="Cluster Lab"]').waitFor();
      return new Story(workbench, folder, work);
    } catch (error) {
      await workbench?.close();
      rmSync(work, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.workbench.close();
    rmSync(this.work, { recursive: true, force: true });
  }

  /** Keeps a picture where `CLUSTER_LAB_SHOTS` names a folder for them. */
  async picture(name: string): Promise<void> {
    const shots = process.env['CLUSTER_LAB_SHOTS'];
    if (shots) await this.workbench.screenshot(join(shots, `${name}.png`));
  }
}

/** Every file below a folder with its text, by path. */
export function files(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
}

interface LabObject {
  readonly kind: string;
  readonly name: string;
  readonly id: string;
  readonly lab: string;
}

/** Containers, networks and volumes with our label that are there now, as `container x of lab y`. */
export async function labObjects(): Promise<string[]> {
  const module: {
    Docker: new (host: string) => { labObjects(): Promise<LabObject[]> };
    engineHosts(): string[];
  } = await import(pathToFileURL(resolve('scripts/lib/docker.mjs')).href);
  const [host] = module.engineHosts();
  if (!host) throw new Error('No Docker Engine was found.');
  const objects = await new module.Docker(host).labObjects();
  return objects.map(({ kind, name, lab }) => `${kind} ${name} of lab ${lab}`);
}
