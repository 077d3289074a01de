import { handlerRule } from './handlers';

export const balancingMethod = handlerRule('balancing-method');
