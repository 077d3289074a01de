// What nginx.org's reference says of directives: syntax, default, contexts and the release they came with.

const GROUPS = { http: 'http', stream: 'stream', mail: 'mail' };

/** `files`: XML texts by path below `docs/`. One entry a directive and page. */
export function readDocs(files) {
  const found = [];
  for (const [path, text] of files) {
    const module = /(ngx_\w+)\.xml$/.exec(path)?.[1];
    if (!module) continue;
    const group = GROUPS[/^(\w+)\//.exec(path)?.[1]] ?? 'core';
    const link = /<module\b[^>]*\blink="([^"]+)"/.exec(text)?.[1];
    for (const [, attributes, body] of text.matchAll(/<directive\b([^>]*)>([\s\S]*?)<\/directive>/g)) {
      const name = /name="([^"]+)"/.exec(attributes)?.[1];
      if (!name || !link) continue;
      const head = body.split('<para')[0];
      const all = (tag) => [...head.matchAll(new RegExp(`<${tag}\\b([^>]*)>([\\s\\S]*?)</${tag}>`, 'g'))];
      found.push({
        name,
        module,
        group,
        syntax: all('syntax').map(
          ([, kind, syntax]) => plain(syntax) + (/block="yes"/.test(kind) ? ' { … }' : ''),
        ),
        default: plain(all('default')[0]?.[2] ?? ''),
        in: contextsOf(
          all('context').flatMap(([, , context]) => plain(context).split(', ')),
          group,
        ),
        since: all('appeared-in')
          .map(([, , version]) => plain(version))
          .find((version) => /^[\d.]+$/.test(version)),
        commercial: /<commercial_version>/.test(body),
        link: `https://nginx.org${link}#${name}`,
      });
    }
  }
  return found;
}

/** The words of a syntax; `<name>` stands for what somebody puts in its place. */
const plain = (xml) =>
  xml
    .replace(/<value>([\s\S]*?)<\/value>/g, '&lt;$1&gt;')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&mdash;', '—')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();

function contextsOf(contexts, group) {
  return contexts.flatMap((context) => {
    if (context === 'if') return ['if in server', 'if in location'];
    if (group !== 'http' && group !== 'core' && (context === 'server' || context === 'upstream'))
      return [`${group} ${context}`];
    return [context];
  });
}
