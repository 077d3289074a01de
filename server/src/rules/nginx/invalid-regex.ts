import { handlerRule } from './handlers';

export const invalidRegex = handlerRule('invalid-regex');
