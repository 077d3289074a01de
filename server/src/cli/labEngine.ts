import type * as LabEngine from '../../../client/src/lab';

/** The lab engine beside this bundle, loaded by those commands alone that need it. */
export const engine = (): typeof LabEngine => require('./lab.js');
