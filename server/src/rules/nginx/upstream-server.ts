import { handlerRule } from './handlers';

export const upstreamServer = handlerRule('upstream-server');
