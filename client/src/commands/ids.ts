/** Ids of the commands in package.json, without their handlers, for those who link to them. */
export const Commands = {
  start: 'clusterLab.start',
  stop: 'clusterLab.stop',
  showLogs: 'clusterLab.showLogs',
  checkWorkspace: 'clusterLab.checkWorkspace',
  testNginx: 'clusterLab.testNginx',
  fixWorkspace: 'clusterLab.fixWorkspace',
  refreshSessions: 'clusterLab.refreshSessions',
  showMoreSessions: 'clusterLab.showMoreSessions',
  findSession: 'clusterLab.findSession',
  showSession: 'clusterLab.showSession',
  copySessionId: 'clusterLab.copySessionId',
  openInBrowser: 'clusterLab.openInBrowser',
  killNode: 'clusterLab.killNode',
  startNode: 'clusterLab.startNode',
  restartServer: 'clusterLab.restartServer',
  showLog: 'clusterLab.showLog',
} as const;
