import { handlerRule } from './handlers';

export const sslCertificate = handlerRule('ssl-certificate');
