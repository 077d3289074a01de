import { deepEqual, ok } from 'node:assert/strict';
import { LONGEST_LINE } from '../../client/src/lab/logs/frames';
import { placesIn } from '../../client/src/lab/logs/places';

/** What a line leads to: the text of each place, and where it leads. */
const leads = (line: string): string[] =>
  placesIn(line).map((place) => {
    const text = line.slice(place.start, place.end);
    const where = place.kind === 'class' ? place.source : place.path;
    return `${text} → ${place.kind} ${where}${place.line === undefined ? '' : `:${place.line}`}`;
  });

describe('places in a log', () => {
  const lines: [string, string[]][] = [
    [
      '\t\tat shop.LoginServlet.doPost(LoginServlet.java:33)',
      ['LoginServlet.java:33 → class shop/LoginServlet.java:33'],
    ],
    ['\tat app//shop.cart.Cart$Line.<init>(Cart.java:7)', ['Cart.java:7 → class shop/cart/Cart.java:7']],
    [
      '\tat java.base/java.lang.Thread.run(Thread.java:840)',
      ['Thread.java:840 → class java/lang/Thread.java:840'],
    ],
    ['\tat Main.main(Main.java:3)', ['Main.java:3 → class Main.java:3']],
    ['\tat shop.Main.lambda$run$0(Main.kt:3)', ['Main.kt:3 → class shop/Main.kt:3']],
    ['\tat shop.A.b(Native Method)', []],
    ['\tat shop.A.b(Unknown Source)', []],
    [
      '\tat org.apache.jsp.WEB_002dINF.cart_005flist_jsp._jspService(cart_005flist_jsp.java:123)',
      ['cart_005flist_jsp.java:123 → jsp /WEB-INF/cart_list.jsp'],
    ],
    [
      'Parse error at /usr/local/tomcat/conf/server.xml:42',
      ['/usr/local/tomcat/conf/server.xml:42 → file /usr/local/tomcat/conf/server.xml:42'],
    ],
    [
      'unknown directive "x" in /etc/nginx/conf.d/default.conf:7',
      ['/etc/nginx/conf.d/default.conf:7 → file /etc/nginx/conf.d/default.conf:7'],
    ],
    [
      '\torg.xml.sax.SAXParseException; systemId: file:/usr/local/tomcat/conf/server.xml; lineNumber: 66; columnNumber: 3; no',
      ['file:/usr/local/tomcat/conf/server.xml; lineNumber: 66 → file /usr/local/tomcat/conf/server.xml:66'],
    ],
    [
      'An exception occurred processing [/cart/list.jsp] at line [12]',
      ['/cart/list.jsp → jsp /cart/list.jsp:12'],
    ],
    ['[/list.jsp] 행 [12]을(를) 처리하는 중', ['/list.jsp → jsp /list.jsp:12']],
    ['An error occurred at line: [7] in the jsp file: [/index.jsp]', ['/index.jsp → jsp /index.jsp:7']],
    [
      'Server.xml [/usr/local/tomcat/conf/server.xml], "/etc/nginx/mime.types".',
      [
        '/usr/local/tomcat/conf/server.xml → file /usr/local/tomcat/conf/server.xml',
        '/etc/nginx/mime.types → file /etc/nginx/mime.types',
      ],
    ],
    ['upstream: "http://tomcat2:8080/shop/a.jsp", host: "x:80/y/z"', []],
    ['[access] GET /login.do → 200 · session 5C2E', []],
    ['a/b/c ../d/e ${f}/g/h', []],
    [
      'at /usr/local/tomcat/webapps/shop/../../../home/duke/.ssh/id_rsa and /etc/..x/y',
      ['/etc/..x/y → file /etc/..x/y'],
    ],
    ['[/../../secret.jsp] at line [12]', []],
    ['\tat org.apache.jsp._002e_002e.secret_jsp._jspService(secret_jsp.java:123)', []],
  ];
  for (const [line, wanted] of lines) it(line.trim(), () => deepEqual(leads(line), wanted));

  it('are looked for in no time, whatever a long line looks like', () => {
    const begun = performance.now();
    for (const part of ['-/', '@/', '[/a.jsp', ' /a/b.jsp [1]', 'systemId: file:/', 'at a/', 'at a.', '/a/'])
      leads(part.repeat(LONGEST_LINE / part.length));
    ok(performance.now() - begun < 2_000);
  });
});
