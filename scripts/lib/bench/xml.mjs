// How long reading and checking server.xml takes, beside fast-xml-parser on the same text. CPU time, warm, medians.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { serverCode } from './serverCode.mjs';

const ROUNDS = 11;
const WARM_UP = 6;

/** Prints a table of ratios over 1 MB of a server.xml with many hosts. */
export async function compareXml() {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-lab-bench-'));
  try {
    const { parseXml, languages, check } = await serverCode(
      folder,
      `export { parseXml } from './server/src/languages/xml/parse';
export { languages } from './server/src/languages/table';
export { check } from './server/src/workspace/check';`,
    );
    const text = bigServerXml(1_000_000);
    const path = join(folder, 'conf/server.xml');
    const options = { ignoreAttributes: false, preserveOrder: true, commentPropName: '#comment' };
    const reference = median(() => new XMLParser(options).parse(text));
    const reading = median(() => parseXml(text));
    const checking = median(
      () =>
        check(folder, [{ path, text, file: languages.open(path, 'server.xml', text) }], {
          tomcatVersion: '10.1.60',
        }).diagnostics,
    );
    console.log('\n| 1 MB of server.xml | ours, ms CPU | reference, ms CPU | ratio | aim |\n|-|-|-|-|-|');
    row('read, against fast-xml-parser', reading, reference, '0.4');
    row('read and checked, against reading', checking, reading, '3');
    console.log();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const host = (index) => `      <!-- Customer ${index} -->
      <Host name="shop${index}.example.com" appBase="webapps/shop${index}" unpackWARs="true" autoDeploy="false">
        <Alias>www.shop${index}.example.com</Alias>
        <Context path="" docBase="shop${index}.war" reloadable="false" sessionTimeout="30"/>
        <Valve className="org.apache.catalina.valves.AccessLogValve" directory="logs" prefix="shop${index}" pattern="%h %l %u %t &quot;%r&quot; %s %b"/>
      </Host>
`;

/** A server.xml of about so many characters in which no rule finds anything. */
function bigServerXml(size) {
  const parts = [];
  for (let index = 0, length = 0; length < size; index++) {
    parts.push(host(index));
    length += parts.at(-1).length;
  }
  return `<?xml version="1.0" encoding="UTF-8"?>
<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1"/>
    <Engine name="Catalina" defaultHost="shop0.example.com">
${parts.join('')}    </Engine>
  </Service>
</Server>
`;
}

function row(what, ours, reference, aim) {
  console.log(
    `| ${what} | ${ours.toFixed(1)} | ${reference.toFixed(1)} | ${(ours / reference).toFixed(2)} | ${aim} |`,
  );
}

function median(work) {
  const times = [];
  for (let i = 0; i < ROUNDS + WARM_UP; i++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return times.slice(WARM_UP).toSorted((a, b) => a - b)[ROUNDS >> 1];
}
