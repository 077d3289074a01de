import { handlerRule } from './handlers';

export const duplicateListen = handlerRule('duplicate-listen');
