import { handlerRule } from './handlers';

export const unknownVariable = handlerRule('unknown-variable');
