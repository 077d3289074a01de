// npm run catalogue: writes server/data/nginx.json; with `tomcat`: server/data/tomcat.json.
// With `texts`: what Tomcat says of the failures that the lab explains, in every language.
//   npm run catalogue -- [nginx|tomcat|texts] [FOLDER]    FOLDER keeps what was downloaded and cloned
const [first = 'nginx', second] = process.argv.slice(2);
const MODULES = { nginx: './nginx.mjs', tomcat: './tomcat/index.mjs', texts: './tomcat/texts.mjs' };
const isNamed = Object.hasOwn(MODULES, first);
const folder = isNamed ? second : first;
const { write } = await import(isNamed ? MODULES[first] : MODULES.nginx);
await Promise.resolve(write(folder));
