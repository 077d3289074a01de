import { handlerRule } from './handlers';

export const listen = handlerRule('listen');
