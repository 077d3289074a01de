import type {
  Applied,
  FoundLab,
  Lab,
  LabError,
  LabStep,
  LogLine,
  SessionCount,
} from '../../../client/src/lab';
import type { Deployment } from '../protocol';
import type { Terminal } from './check';
import { engine } from './labEngine';

/** What `cluster-lab lab start` tells as it goes. */
export interface LabOutput {
  plan(deployment: Deployment): void;
  step(step: LabStep): void;
  line(line: LogLine): void;
  ready(lab: Lab): void;
  applied(applied: Applied): void;
  error(error: LabError | Error): void;
  stopped(by: 'us' | 'others'): void;
}

/** Events for a program: one JSON object a line. */
export function jsonOutput({ stdout }: Terminal): LabOutput {
  const tell = (event: string, data: object): void => {
    stdout.write(`${JSON.stringify({ event, ...data })}\n`);
  };
  return {
    plan: (deployment) => tell('plan', { deployment }),
    step: (step) => tell('step', step),
    line: (line) => tell('line', line),
    ready: ({ deployment, nodes, urls }) => tell('ready', { labId: deployment.labId, nodes, urls }),
    applied: ({ nodes, nginx, left }) => tell('applied', { nodes, nginx, left }),
    error: (error) =>
      tell('error', {
        message: error.message,
        ...('nextStep' in error && { kind: error.kind, nextStep: error.nextStep, place: error.detail.place }),
      }),
    stopped: (by) => tell('stopped', { by }),
  };
}

const PALETTE = [36, 35, 32, 34];

const LEVEL_COLOURS: Readonly<Record<string, number>> = { error: 31, warn: 33 };

/** Text for a person: the plan, a line a step, then every node's log in the words of VS Code's channels. */
export function textOutput({ stdout, stderr }: Terminal): LabOutput {
  const coloured = stdout.isTTY === true;
  const colours = new Map<string, number>();
  const paint = (colour: number | undefined, text: string): string =>
    coloured && colour !== undefined ? `\x1b[${colour}m${text}\x1b[0m` : text;
  const colourOf = (node: string): number => {
    const colour = colours.get(node) ?? PALETTE[colours.size % PALETTE.length] ?? 36;
    colours.set(node, colour);
    return colour;
  };
  let probePath = '';
  /** The time steps back, the level and the node stand out. */
  const painted = (line: LogLine): string | undefined =>
    engine()
      .lineText(line, probePath)
      ?.replace(/^(\S+ \S+) (\[\w+\]) (\[\S+\])/, (_, time: string, level: string, node: string) =>
        [
          paint(90, time),
          paint(LEVEL_COLOURS[line.record.level], level),
          paint(colourOf(line.node), node),
        ].join(' '),
      );
  return {
    plan: (deployment) => {
      const { title, runs, tomcats, nginx, adaptations } = deployment;
      ({ probePath } = deployment);
      const width = Math.max(...[nginx, ...tomcats].map(({ name }) => name.length));
      stdout.write(`Lab of ${title}: nginx and ${tomcats.length} Tomcats\n`);
      if (runs) stdout.write(`  runs ${runs.summary}\n`);
      for (const { name, image } of [nginx, ...tomcats]) stdout.write(`  ${name.padEnd(width)}  ${image}\n`);
      if (adaptations.length > 0) stdout.write('Your files are not touched; in their copies:\n');
      for (const { title: what, file } of adaptations) {
        stdout.write(`  - ${what}${file === null ? '' : ` (${file})`}\n`);
      }
    },
    step: ({ message }) => stdout.write(`${message}\n`),
    line: (line) => {
      const text = painted(line);
      if (text !== undefined) stdout.write(`${text}\n`);
    },
    ready: ({ urls, nodes }) => {
      stdout.write('\nLab ready\n');
      const wide = Math.max(...urls.map(({ title }) => title.length));
      const longest = Math.max(...urls.map(({ url }) => url.length));
      for (const { title, url, container, port } of urls) {
        const node = nodes.find(({ name }) => name === container);
        const reason = node?.ports.find((it) => it.container === port)?.reason ?? '';
        stdout.write(`  ${title.padEnd(wide)}  ${url.padEnd(longest)}  ${reason}\n`);
      }
      stdout.write('Ctrl-C removes it.\n\n');
    },
    applied: ({ nodes, nginx, left }) => {
      const isWhole = left.files.length + left.restart.length === 0;
      if (nodes.length > 0) stdout.write(`The changes are on ${nodes.join(', ')}.\n`);
      else if (isWhole) stdout.write('Nothing has changed: the lab runs what is on disk.\n');
      if (nginx?.closed)
        stdout.write(`Its reload closed ${nginx.closed} open connections of clients to nginx.\n`);
      for (const { node, origin, path } of left.files) stdout.write(`  left: ${origin ?? path} on ${node}\n`);
      for (const reason of left.restart) stdout.write(`Needs a restart of the lab: ${reason}.\n`);
    },
    error: (error) => {
      stderr.write(`cluster-lab: ${error.message}\n`);
      if (!('nextStep' in error)) return;
      const { place, lines = [] } = error.detail;
      if (place) stderr.write(`  at ${place.file}:${place.line + 1}\n`);
      for (const line of lines) stderr.write(`  | ${line}\n`);
      stderr.write(`${error.nextStep}\n`);
    },
    stopped: (by) =>
      stdout.write(
        by === 'us'
          ? 'The lab is removed.\n'
          : 'The lab was removed from elsewhere: by another window, "lab stop", or Docker\'s own commands.\n',
      ),
  };
}

export type CountedLab = FoundLab & { readonly sessions: readonly SessionCount[] };

export function formatStatus(labs: readonly CountedLab[]): string {
  if (labs.length === 0) return 'No lab is there.\n';
  return labs
    .map(({ labId, title, folder, state, containers, sessions }) => {
      const width = Math.max(0, ...containers.map(({ name }) => name.length));
      const rows = containers.map(({ name, image, running, ports }) => {
        const published = ports.map(({ host, container }) => `${host} → ${container}`).join(', ');
        return `  ${name.padEnd(width)}  ${running ? 'running' : 'stopped'}  ${image}  ${published}`.trimEnd();
      });
      const counted = sessions.map(({ node, count, owned, error }) =>
        error === undefined ? `${count} on ${node} (owner of ${owned})` : `${node} ${error}`,
      );
      const whole =
        state === 'incomplete' ? ['  incomplete: it is just starting, or was left half made'] : [];
      const summary = counted.length > 0 ? [`  sessions: ${counted.join(', ')}`] : [];
      const place = folder === null ? '' : `, ${folder}`;
      return `${title} (${labId}${place})\n${[...rows, ...whole, ...summary].join('\n')}\n`;
    })
    .join('\n');
}
