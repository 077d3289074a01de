// Stands in for the native @vscode/native-watchdog: the extension host watches its parent from JavaScript too.
'use strict';
exports.start = () => {};
