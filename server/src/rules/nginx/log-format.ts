import { handlerRule } from './handlers';

export const logFormat = handlerRule('log-format');
