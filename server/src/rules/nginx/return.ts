import { handlerRule } from './handlers';

export const returnCode = handlerRule('return');
