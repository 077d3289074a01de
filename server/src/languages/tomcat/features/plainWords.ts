const bool = ['true', 'false'];

/** By element, or by two where another has one of that name: the words that its text may be, as the schemas of web.xml have them. */
const words: Readonly<Record<string, readonly string[]>> = {
  'async-supported': bool,
  'auth-method': ['BASIC', 'DIGEST', 'FORM', 'CLIENT-CERT'],
  'cookie-config/http-only': bool,
  'cookie-config/secure': bool,
  'deferred-syntax-allowed-as-literal': bool,
  'el-ignored': bool,
  enabled: bool,
  'error-on-el-not-found': bool,
  'error-on-undeclared-namespace': bool,
  'filter-mapping/dispatcher': ['REQUEST', 'FORWARD', 'INCLUDE', 'ASYNC', 'ERROR'],
  'is-xml': bool,
  'res-sharing-scope': ['Shareable', 'Unshareable'],
  'resource-ref/res-auth': ['Container', 'Application'],
  'scripting-invalid': bool,
  'tracking-mode': ['COOKIE', 'URL', 'SSL'],
  'transport-guarantee': ['NONE', 'INTEGRAL', 'CONFIDENTIAL'],
  'trim-directive-whitespaces': bool,
};

export const wordsOf = (name: string, parent = ''): readonly string[] | undefined =>
  words[`${parent}/${name}`] ?? words[name];

/** `web-app` of `ee:web-app`. */
export const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1);
