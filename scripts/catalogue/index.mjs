// npm run catalogue: writes server/data/nginx.json; with `tomcat`: server/data/tomcat.json.
//   npm run catalogue -- [nginx|tomcat] [FOLDER]    FOLDER keeps what was downloaded and cloned
const [first = 'nginx', second] = process.argv.slice(2);
const isNamed = first === 'nginx' || first === 'tomcat';
const folder = isNamed ? second : first;
const { write } = await import(first === 'tomcat' ? './tomcat/index.mjs' : './nginx.mjs');
await Promise.resolve(write(folder));
