import { handlerRule } from './handlers';

export const proxyPass = handlerRule('proxy-pass');
