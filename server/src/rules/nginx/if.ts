import { handlerRule } from './handlers';

export const ifCondition = handlerRule('if');
