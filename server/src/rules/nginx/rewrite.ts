import { handlerRule } from './handlers';

export const rewriteFlag = handlerRule('rewrite');
