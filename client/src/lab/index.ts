/** The lab engine: bundled apart, loaded on first use by the extension, the command line and the tests. */
export { config as configureLanguage } from '@vscode/l10n';
export { connect, listEngines, undecidedEngines, type FoundEngine } from './engine/connect';
export { adoptLab, type LogsBefore } from './adopt';
export { askNginx, askNginxAlone, askTomcat } from './configTest';
export type { Engine } from './engine/engine';
export { findLabs, type FoundLab } from './find';
export { LabError } from './lab';
export type * from './lab';
export { removeLab } from './remove';
export { claim, claimants } from './claims';
export { listNodes, type ListedNode } from './nodeList';
export { countSessions } from './sessions/count';
export { shortages } from './resources';
export { startLab } from './start';
export { lineText } from './logs/describe';
export { Explainer, type Explanation } from './logs/explain';
export { ForeignReader } from './logs/foreign';
