import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeFileSystem } from '../../server/src/workspace/nodeFileSystem';

/** Files of `story-broken`, relative. */
export const story = {
  nginx: 'nginx/conf.d/story.conf',
  serverXml: 'tomcat/server.xml',
  webXml: 'app/src/main/webapp/WEB-INF/web.xml',
  servlet: 'app/src/main/java/com/example/login/LoginServlet.java',
  member: 'app/src/main/java/com/example/login/MemberVO.java',
} as const;

/** `story.md` §5: file and code of the five, sorted. */
export const five: readonly string[] = [
  `${story.servlet} java/session-attribute-not-serializable`,
  `${story.servlet} java/session-attribute-not-serializable`,
  `${story.webXml} cluster/distributable-missing`,
  `${story.nginx} nginx/underscore-upstream-host`,
  `${story.serverXml} cluster/cluster-missing`,
];

/** All files of a folder with their bytes as text, by relative path. */
export async function readTree(folder: string, below = ''): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const { name, kind } of await nodeFileSystem.list(join(folder, below))) {
    const path = below ? `${below}/${name}` : name;
    if (kind === 'folder') Object.assign(tree, await readTree(folder, path));
    else tree[path] = await readFile(join(folder, path), 'latin1');
  }
  return tree;
}
