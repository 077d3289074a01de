import assert from 'node:assert/strict';
import { selfSigned } from '../../../client/src/lab/certificate';
import { combinations, withTemplate } from '../../languages/tomcat/templates';
import { askTomcat } from './java';

/** What the network brings: no name of DNS, and whatever another Tomcat sends over multicast. */
const OF_NETWORK = /Namespace not set|UnknownHostException|Failed to decrypt message|Unable to deserialize/;

describe('templates of server.xml, started by Tomcat 10.1', () => {
  it('are all taken, and none draws a warning', async () => {
    const home = process.env['CLUSTER_LAB_TOMCAT_HOME'];
    assert.ok(home);
    const { certificate, key } = await selfSigned([]);
    const all = combinations('10.1');
    const said = askTomcat(
      home,
      'Judge.java',
      all.map((template) => {
        const apart = withTemplate(template, '10.1').replaceAll(/port="(?:28080|8443)"/g, 'port="0"');
        return `start\t${Buffer.from(apart).toString('base64')}`;
      }),
      {
        'webapps/.keep': '',
        'work/.keep': '',
        'temp/.keep': '',
        'logs/.keep': '',
        'conf/tomcat-users.xml': '<tomcat-users/>',
        'conf/cert.pem': certificate,
        'conf/key.pem': key,
      },
    );
    const messages = all.flatMap((template, index) =>
      (said.get(index) ?? [])
        .filter(({ message }) => !OF_NETWORK.test(message))
        .map(({ message }) => `${JSON.stringify(template)} ${message}`),
    );
    assert.deepEqual(messages, []);
  });
});
