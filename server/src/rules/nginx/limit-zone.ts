import { handlerRule } from './handlers';

export const limitZone = handlerRule('limit-zone');
