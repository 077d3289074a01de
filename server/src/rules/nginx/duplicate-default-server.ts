import { handlerRule } from './handlers';

export const duplicateDefaultServer = handlerRule('duplicate-default-server');
