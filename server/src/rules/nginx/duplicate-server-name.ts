import { handlerRule } from './handlers';

export const duplicateServerName = handlerRule('duplicate-server-name', 'warning');
