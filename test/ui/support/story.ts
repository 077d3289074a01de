import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connect, findLabs } from '../../../client/src/lab';
import { labSettings } from '../../helpers/engine';
import { Workbench } from '../workbench';

/** VS Code with the packed extension, opened on a copy of the story's broken workspace. */
export class Story {
  private closed = false;

  private constructor(
    readonly workbench: Workbench,
    /** The copy. */
    readonly folder: string,
    private readonly work: string,
  ) {}

  /** `env` is the environment of VS Code and its extensions. */
  static async open(env: Record<string, string> = {}): Promise<Story> {
    const work = mkdtempSync(join(tmpdir(), 'clab-story-'));
    const folder = join(work, 'story');
    cpSync('samples/story-broken', folder, { recursive: true });
    let workbench: Workbench | undefined;
    try {
      workbench = await Workbench.open({
        folder,
        vsix: process.env['CLUSTER_LAB_VSIX'] ?? 'dist/cluster-lab.vsix',
        settings: labSettings,
        env,
        viewport: { width: 1440, height: 900 },
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

  /** Ends VS Code as a shutdown does: without a word to its extensions. May be called again. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
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
  readonly lab: string;
}

/** Ids of the labs of a folder, by the labels on the engine; other labs may run there meanwhile. */
export async function labsOf(folder: string): Promise<string[]> {
  const labs = await findLabs(await connect());
  return labs.filter((lab) => lab.folder === folder).map(({ labId }) => labId);
}

/** Containers, networks and volumes that carry the label of a lab, as `container x`. */
export async function objectsOf(labId: string): Promise<string[]> {
  const module: {
    Docker: new (host: string) => { labObjects(): Promise<LabObject[]> };
    engineHosts(): string[];
  } = await import(pathToFileURL(resolve('scripts/lib/docker.mjs')).href);
  const [host] = module.engineHosts();
  if (!host) throw new Error('No Docker Engine was found.');
  const objects = await new module.Docker(host).labObjects();
  return objects.filter(({ lab }) => lab === labId).map(({ kind, name }) => `${kind} ${name}`);
}

/** Looks at a condition until it holds; fails after 30 seconds. */
export async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within 30 s: ${what}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}
