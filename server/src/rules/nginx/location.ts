import { handlerRule } from './handlers';

export const location = handlerRule('location');
