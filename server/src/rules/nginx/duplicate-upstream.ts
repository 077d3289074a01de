import { handlerRule } from './handlers';

export const duplicateUpstream = handlerRule('duplicate-upstream');
