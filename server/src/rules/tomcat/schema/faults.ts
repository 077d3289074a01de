import { t } from '@vscode/l10n';
import type { TomcatFile } from '../../../cluster/model';
import { isKnownVersion } from '../../../languages/tomcat/catalogue';
import { type FaultOf, type SchemaFault, schemaFaultsOf } from '../../../languages/tomcat/check';

/** What the rules share that compare a file with the catalogue: it is done once for all of them. */

const known = new WeakMap<TomcatFile, readonly SchemaFault[]>();

/** The faults of some kinds in a server.xml or context.xml; none where the XML itself is broken. */
export function faultsIn<Kind extends SchemaFault['kind']>(
  file: TomcatFile,
  ...kinds: readonly Kind[]
): readonly FaultOf<Kind>[] {
  let all = known.get(file);
  if (!all) known.set(file, (all = read(file)));
  const isWanted = (fault: SchemaFault): fault is FaultOf<Kind> => kinds.some((kind) => kind === fault.kind);
  return all.filter(isWanted);
}

function read({ kind, document, version, properties }: TomcatFile): readonly SchemaFault[] {
  // Of other releases than these nothing is known.
  const isKnown = version === undefined || isKnownVersion(version);
  if ((kind !== 'server.xml' && kind !== 'context.xml') || document.faults.length > 0 || !isKnown) return [];
  const all = schemaFaultsOf(document, { file: kind, version, properties });
  // A file of Tomcat 7 is not a row of mistakes.
  const old = version === undefined ? all.find(isOfOldTomcat) : undefined;
  return old ? [old] : all;
}

/** Whether a class was gone before the oldest release that is supported: 8.5. */
export const isOfOldTomcat = (fault: SchemaFault): boolean =>
  fault.kind === 'class-removed' && fault.until !== undefined && Number.parseFloat(fault.until) < 8.5;

/** What becomes of a file, where its reading ends. */
export function outcomeOf({ kind, role }: TomcatFile): string {
  if (kind === 'server.xml') return t('Tomcat does not start');
  if (role === 'default') return t('Tomcat does not start any application');
  return t('Tomcat does not start this application');
}
