import { handlerRule } from './handlers';

export const duplicateZone = handlerRule('duplicate-zone');
