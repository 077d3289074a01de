import { createConnection } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { serve } from './lsp/server';
import { nodeFileSystem } from './workspace/nodeFileSystem';

// The transport stands on the command line: --node-ipc, --stdio, --socket or --pipe. The connection ends the process on
// `exit`, when its input closes, and when the client's process is gone.
serve(createConnection(), nodeFileSystem, version);
