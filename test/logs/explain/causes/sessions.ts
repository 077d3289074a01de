import { BASE, DELTA, SERVER, where, ONE, SHOP, CART_FILE, juli, upstream, type Row } from './project';

/** Failures of sessions and of the code. */
export const ofSessions: readonly Row[] = [
  {
    failure: 'attribute-not-serializable',
    files: where([' implements java.io.Serializable', '', CART_FILE]),
    log: juli(
      'SEVERE',
      'catalina.core.StandardWrapperValve.invoke',
      'Servlet.service() for servlet [shop.Shop] threw exception',
      '\tjava.lang.IllegalArgumentException: setAttribute: Non-serializable attribute [cart]',
      '\t\tat org.apache.catalina.session.StandardSession.setAttribute(StandardSession.java:1001)',
      '\t\tat shop.Shop.doGet(Shop.java:11)',
    ),
    place: SHOP,
    line: 'setAttribute("cart"',
    fix: 'Make Cart implement Serializable',
  },
  {
    failure: 'replication-not-serializable',
    files: {
      ...where(['private String item', 'private RsaKey key', CART_FILE]),
      'app/src/main/java/shop/RsaKey.java': 'package shop;\n\npublic class RsaKey {\n}\n',
    },
    place: SHOP,
    line: 'setAttribute("cart"',
    fix: 'Make RsaKey implement Serializable',
  },
  {
    failure: 'class-without-constructor',
    files: {
      ...where(
        ['public class Cart ', 'public class Coupon extends Paper ', CART_FILE],
        ['new Cart()', 'new Coupon()', SHOP],
      ),
      'app/src/main/java/shop/Paper.java':
        'package shop;\n\npublic class Paper {\n    Paper(String color) {\n    }\n}\n',
    },
    place: SHOP,
    line: 'setAttribute("cart"',
    fix: 'Make Paper implement Serializable',
  },
  {
    failure: 'class-differs',
    files: {
      ...where(
        ['public class Cart', 'public class Basket', CART_FILE],
        ['    private static final long serialVersionUID = 1L;\n', '', CART_FILE],
        ['new Cart()', 'new Basket()', SHOP],
      ),
    },
    place: CART_FILE,
    line: 'public class Basket',
    fix: 'Add a serialVersionUID to Basket',
  },
  {
    failure: 'manager-ignored',
    files: {
      ...BASE,
      'app/src/main/webapp/META-INF/context.xml': '<Context>\n  <Manager pathname=""/>\n</Context>\n',
    },
    place: 'app/src/main/webapp/META-INF/context.xml',
    line: '<Manager pathname=""/>',
    fix: 'Remove the Manager',
  },
  {
    failure: 'nothing-replicated',
    files: where(['  <distributable/>\n', '']),
    place: 'app/src/main/webapp/WEB-INF/web.xml',
    line: '<web-app',
    fix: 'Add <distributable/>',
  },
  {
    failure: 'app-not-distributable',
    files: where(['  <distributable/>\n', '']),
    place: 'app/src/main/webapp/WEB-INF/web.xml',
    line: '<web-app',
    fix: 'Add <distributable/>',
  },
  {
    failure: 'manager-without-cluster',
    files: {
      ...where([/ {6}<Cluster [^]*<\/Cluster>\n/.exec(SERVER)?.[0] ?? '', '']),
      'app/src/main/webapp/META-INF/context.xml': `<Context>\n  ${DELTA}\n</Context>\n`,
    },
    place: 'app/src/main/webapp/META-INF/context.xml',
    line: 'DeltaManager',
    fix: 'Remove the Manager',
  },
  {
    failure: 'state-not-received',
    files: where([DELTA, DELTA.replace('/>', ' stateTransferTimeout="-1"/>')]),
    place: ONE,
    line: 'stateTransferTimeout="-1"',
    fix: 'Remove stateTransferTimeout',
  },
  {
    failure: 'lost-delta',
    files: where(['channelSendOptions="6"', 'channelSendOptions="asnyc"']),
    place: ONE,
    line: 'channelSendOptions="asnyc"',
  },
  {
    failure: 'too-many-sessions',
    files: where([DELTA, DELTA.replace('/>', ' maxActiveSessions="500"/>')]),
    place: ONE,
    line: 'maxActiveSessions="500"',
  },
  {
    failure: 'peer-without-app',
    files: where(['<Host name="localhost"', '<Host name="www.shop.test"', 'two/server.xml']),
    place: 'two/server.xml',
    line: '<Host name="www.shop.test"',
    fix: 'Call the Host "localhost" on all nodes',
  },
  {
    failure: 'duplicate-transfer-encoding',
    files: where([
      'request.getSession()',
      'response.setHeader("Transfer-Encoding", "chunked");\n        request.getSession()',
    ]),
    log: upstream(
      'upstream sent duplicate header line: "Transfer-Encoding: chunked", previous value: "Transfer-Encoding: chunked" while reading response header from upstream',
      '172.18.0.2:8080',
    ),
    node: 'nginx',
    place: SHOP,
    line: '"Transfer-Encoding"',
    fix: 'Remove the header',
  },
  {
    failure: 'persistence-not-serializable',
    files: {
      ...where(['private String item', 'private RsaKey key', CART_FILE]),
      'app/src/main/java/shop/RsaKey.java': 'package shop;\n\npublic class RsaKey {\n}\n',
    },
    place: SHOP,
    line: 'setAttribute("cart"',
    fix: 'Make RsaKey implement Serializable',
  },
];
