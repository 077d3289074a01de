/** The lab engine: bundled apart, loaded on first use by the extension, the command line and the tests. */
export { connect } from './engine/dockerode';
export type { Engine } from './engine/engine';
export { LabError } from './lab';
export type * from './lab';
export { findLabs, removeLab, type FoundLab } from './remove';
export { startLab } from './start';
