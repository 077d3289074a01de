import { buildModel, type ModelOptions } from '../../server/src/cluster/build';
import type { ClusterModel } from '../../server/src/cluster/model';
import { loadTexts, ROOT } from './workspace';

/** The model of a workspace given as texts by relative path. */
export const modelOf = (texts: Readonly<Record<string, string>>, options?: ModelOptions): ClusterModel =>
  buildModel(
    ROOT,
    new Map(loadTexts(new Map(Object.entries(texts))).map(({ path, file }) => [path, file])),
    options,
  );
