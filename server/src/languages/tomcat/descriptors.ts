/** One sentence or two on an element of web.xml, web-fragment.xml or tomcat-users.xml: by its name, or by its parent's and its own. */
export const descriptorElements: Readonly<Record<string, string>> = {
  'absolute-ordering':
    'The fragments (JARs with a web-fragment.xml) that count, in this order. One that is not named is not read at all, unless `<others/>` stands here.',
  'async-supported':
    'Whether requests may be answered asynchronously. With a filter or servlet on the way that does not say true, startAsync() fails.',
  'auth-constraint':
    'The roles that may get at the resources. Without a role in it nobody may; without the element everybody may.',
  'auth-method': 'How users log in. For FORM Tomcat needs the pages of `<form-login-config>`.',
  'context-param': 'A parameter of the whole application, as ServletContext.getInitParameter() reads it.',
  'cookie-config':
    'How the session cookie is sent. A sessionCookieName, sessionCookieDomain or sessionCookiePath of the `<Context>` takes precedence.',
  'cookie-config/attribute': 'Another attribute of the session cookie, such as SameSite.',
  'cookie-config/comment': 'A comment on the cookie. No longer sent since Servlet 6.0.',
  'cookie-config/domain': 'Domain of the session cookie.',
  'cookie-config/http-only': 'Whether scripts in the browser are kept from reading the session cookie.',
  'cookie-config/max-age':
    'Seconds that the browser keeps the session cookie. Without it, until the browser is closed.',
  'cookie-config/name':
    'Name of the session cookie. A load balancer that looks for JSESSIONID must be told the name.',
  'cookie-config/path': 'Path of the session cookie.',
  'cookie-config/secure':
    'Whether the session cookie is only sent over HTTPS. Without it the cookie is marked secure where the request came over HTTPS, as Tomcat sees it.',
  'deny-uncovered-http-methods':
    'HTTP methods that a security constraint does not name are refused. Without this they are open to everybody.',
  description: 'Text for people. Tomcat does nothing with it.',
  'display-name': 'The name that management tools show.',
  distributable:
    'The application may run on several nodes. Only then does Tomcat replicate its sessions, and all session attributes must be serializable.',
  'ejb-local-ref': 'A reference to a local enterprise bean, under java:comp/env.',
  'ejb-ref': 'A reference to an enterprise bean, under java:comp/env.',
  enabled: 'Whether the servlet is used at all. True by default.',
  'env-entry': 'A value under java:comp/env that the application can look up.',
  'error-page':
    'The page for a status or an exception; without either, for all errors that no other page is for.',
  'error-page/location': 'Path of the page in the application, beginning with "/".',
  'exception-type': 'Class of the exceptions that the page is for, those that extend it included.',
  filter: 'A filter: it sees requests on their way to servlets and pages. It does nothing without a mapping.',
  'filter-mapping':
    'The requests that a filter sees. Filters with URL patterns come before those with servlet names, each in the order of the file.',
  'filter-mapping/dispatcher':
    'The kinds of requests that the filter sees; REQUEST alone where nothing is said.',
  'form-login-config': 'The pages of a login by form.',
  'form-error-page': 'The page after a failed login, beginning with "/".',
  'form-login-page': 'The page with the form, which sends j_username and j_password to j_security_check.',
  'http-method':
    'A method that the constraint is for. Once one is named, all others are open to everybody, unless `<deny-uncovered-http-methods/>` stands in the file.',
  'http-method-omission': 'A method that the constraint is not for. It is open to everybody then.',
  'init-param': 'A parameter of this servlet or filter, as getInitParameter() reads it.',
  'injection-target': 'The field or setter of a class that the object is put into.',
  'jsp-config': 'Settings of JSP pages and the tag libraries that they use.',
  'jsp-file': 'A JSP page that answers as this servlet, beginning with "/".',
  'jsp-property-group': 'Settings for the JSP pages whose URLs match.',
  listener: 'Is told when the application, a session or a request begins or ends.',
  'listener-class':
    'The class of the listener. If it cannot be loaded, Tomcat does not start the application.',
  'load-on-startup':
    'The servlet is started with the application; lower numbers come first. Without it, or below 0, at the first request.',
  'locale-encoding-mapping-list': 'The encoding of answers by language.',
  'login-config':
    'How users log in. Their names and roles come from the `<Realm>` that Tomcat has for the application.',
  'lookup-name': 'The JNDI name under which the object lies that this one stands for.',
  'message-destination': 'A logical name of a queue or topic.',
  'message-destination-ref': 'A reference to a queue or topic, under java:comp/env.',
  'mime-mapping': 'The content type of files with an extension.',
  'multipart-config': 'Uploads are taken apart for this servlet. Without it getParts() fails.',
  'multipart-config/file-size-threshold': 'Bytes from which on a part is written to disk.',
  'multipart-config/location': 'The folder in which parts are kept meanwhile.',
  'multipart-config/max-file-size': 'Bytes of the largest part; -1: no limit.',
  'multipart-config/max-request-size': 'Bytes of the largest request; -1: no limit.',
  ordering: 'Where this fragment stands among the others. Ignored where web.xml has `<absolute-ordering>`.',
  'ordering/after': 'The fragments that come before this one.',
  'ordering/before': 'The fragments that come after this one.',
  others: 'All fragments that are not named.',
  'post-construct': 'A method that is called once all references of an object are set.',
  'pre-destroy': 'A method that is called before an object is given up.',
  'realm-name': 'The name that browsers show in the dialog of BASIC and DIGEST.',
  'request-character-encoding': 'The encoding of requests that name none.',
  'res-auth':
    'Who signs on to the resource: Container (with what the `<Resource>` says), or the Application itself.',
  'res-sharing-scope': 'Whether connections of the resource may be shared.',
  'resource-env-ref':
    'A reference to an object of the container, under java:comp/env. A `<Resource>` or `<ResourceLink>` of that name must make it.',
  'resource-ref':
    'A reference to a resource, such as a pool of database connections, under java:comp/env. A `<Resource>` or `<ResourceLink>` of that name must make it.',
  'response-character-encoding': 'The encoding of answers that name none.',
  'run-as': 'The role that the servlet has when it calls others.',
  'security-constraint':
    'Who may get at some resources, and whether only over HTTPS. A URL that no constraint matches is open to everybody.',
  'security-role':
    'A role that the application knows. A role of `<auth-constraint>` that is not declared is declared by Tomcat, with a warning.',
  'security-role-ref': 'Another name that the code of this servlet has for a role.',
  'service-ref': 'A reference to a web service, under java:comp/env.',
  servlet: 'A servlet or a JSP page, under a name. It answers nothing without a mapping.',
  'servlet-class':
    'The class of the servlet. If it cannot be loaded, requests to the servlet are answered with an error.',
  'servlet-mapping':
    'The URLs that a servlet answers: /exact, /path/*, *.extension, / for what no other answers, or "" for the root of the application.',
  'session-config': 'How long sessions live and how their IDs are sent.',
  'session-timeout':
    "Minutes after which an unused session ends, 30 in Tomcat's own web.xml. 0 or less: never.",
  taglib: 'A tag library, and the URI by which pages name it.',
  'tracking-mode':
    'How the session ID is sent. With URL it is part of links, and gets into logs and other sites. SSL cannot stand beside others.',
  'transport-guarantee':
    'CONFIDENTIAL and INTEGRAL: over plain HTTP the user is sent to the redirectPort of the connector. Behind a proxy that ends TLS Tomcat must be told so (RemoteIpValve), or the redirects never end.',
  'url-pattern': 'URLs below the path of the application: /exact, /path/*, *.extension or /.',
  'user-data-constraint': 'Whether the resources may be had over plain HTTP.',
  'web-app': 'Describes one web application. What it does not say comes from conf/web.xml.',
  'web-fragment':
    'The part of a web.xml that a JAR in WEB-INF/lib brings along. Not read where web.xml says metadata-complete="true".',
  'web-fragment/name': 'The name by which others order this fragment.',
  'web-resource-collection': 'The URLs and methods that a security constraint is for.',
  'welcome-file-list':
    'The files that answer for a folder: the first that is there. A list of the application takes the place of that in conf/web.xml.',
  'tomcat-users':
    'Users of the `UserDatabase`: with the stock server.xml, those who may log in to the Manager and to applications.',
  'tomcat-users/group': 'Users who have roles together. A user is in it by the attribute groups.',
  'tomcat-users/role': 'A role. One that a user names need not be declared.',
  'tomcat-users/user':
    'A user with password and roles. The password is plain text, unless the realm has a `<CredentialHandler>`.',
};

/** By element and attribute. */
export const descriptorAttributes: Readonly<Record<string, string>> = {
  'group.description': 'Text for people.',
  'group.groupname': 'Name of the group.',
  'group.roles': 'Roles of all who are in the group, with commas between.',
  'role.description': 'Text for people.',
  'role.rolename': 'Name of the role, as web.xml has it in `<role-name>`.',
  'user.fullName': 'Name for people.',
  'user.groups': 'Groups that the user is in, with commas between.',
  'user.password': 'The password, or its digest where the realm has a `<CredentialHandler>`.',
  'user.roles':
    'Roles of the user, with commas between. manager-gui and manager-script open the Manager, admin-gui the Host Manager.',
  'user.username': 'The name to log in with.',
  'web-app.metadata-complete':
    'Whether this file says all: annotations are not looked for then, and no fragment is read.',
  'web-app.version': 'The release of the Servlet API whose schema the file follows.',
  'web-fragment.metadata-complete': 'Whether annotations of this JAR are not looked for.',
  'web-fragment.version': 'The release of the Servlet API whose schema the file follows.',
};

/** Attributes of the root of a web.xml or web-fragment.xml beside namespaces. */
export const rootAttributes: readonly string[] = ['metadata-complete', 'version'];

/** Releases of the Servlet API that have a schema, the newest first. */
export const servletReleases: readonly string[] = ['6.1', '6.0', '5.0', '4.0', '3.1', '3.0', '2.5', '2.4'];

/** The release of the Servlet API whose schema first has an element: by its name, for all that is not in 2.2. */
const firstIn: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    '2.3':
      'ejb-local-ref filter filter-mapping listener res-sharing-scope resource-env-ref run-as security-constraint/display-name',
    '2.4':
      'dispatcher jsp-config locale-encoding-mapping-list message-destination message-destination-ref service-ref',
    '2.5':
      'deferred-syntax-allowed-as-literal injection-target mapped-name post-construct pre-destroy service-ref-type ' +
      'trim-directive-whitespaces',
    '3.0':
      'absolute-ordering async-supported buffer cookie-config default-content-type enabled error-on-undeclared-namespace ' +
      'http-method-omission lookup-name multipart-config tracking-mode web-fragment',
    '3.1': 'deny-uncovered-http-methods',
    '4.0': 'request-character-encoding response-character-encoding',
    '6.0': 'cookie-config/attribute error-on-el-not-found',
  }).flatMap(([release, names]) => names.split(' ').map((name) => [name, release])),
);

/** Releases of the Servlet API whose schemas have an element. */
export interface ServletReleases {
  readonly since: string;
  readonly until?: string;
}

/** What is in an element is no older than it. */
export function servletReleasesOf(path: readonly string[]): ServletReleases {
  const releases = path.flatMap((name, i) => firstIn[`${path[i - 1] ?? ''}/${name}`] ?? firstIn[name] ?? []);
  const since = releases.toSorted().at(-1) ?? '2.2';
  // Since 2.4 it stands in <jsp-config>.
  return path[0] === 'web-app' && path[1] === 'taglib' ? { since, until: '2.3' } : { since };
}
