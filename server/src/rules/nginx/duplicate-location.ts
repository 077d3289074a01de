import { handlerRule } from './handlers';

export const duplicateLocation = handlerRule('duplicate-location');
