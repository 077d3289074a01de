import { handlerRule } from './handlers';

export const upstreamEmpty = handlerRule('upstream-empty');
