import { catalogue, type DirectiveEntry, isInRelease, isPlus } from '../catalogue';
import type { Releases } from '../../text/versions';
import type { NginxContext } from '../contexts';
import { parametersOf } from '../parameters';

/** An entry of the catalogue, ready to be asked once a line. */
export interface Form {
  readonly entry: DirectiveEntry;
  readonly isPlus: boolean;
  /** Whether so many arguments are taken; as `ngx_conf_handler` counts them. */
  takes(count: number): boolean;
}

export interface Command {
  readonly forms: readonly Form[];
  /** Forms by the context they are for; those for every context are in each. */
  in(context: NginxContext): readonly Form[];
}

const none: readonly Form[] = [];

/** `NGX_CONF_MAX_ARGS` is 8, the name among them. */
const mostArguments = 7;

function takesOf(args: string): Form['takes'] {
  if (args === 'any') return () => true;
  if (args === 'flag') return (count) => count === 1;
  if (args.endsWith('+')) {
    const least = Number.parseInt(args, 10);
    return (count) => count >= least;
  }
  let mask = 0;
  for (const count of args.split(',')) mask |= 1 << Number(count);
  return (count) => count <= mostArguments && (mask & (1 << count)) !== 0;
}

class KnownCommand implements Command {
  readonly forms: Form[] = [];
  private readonly byContext = new Map<NginxContext, readonly Form[]>();

  in(context: NginxContext): readonly Form[] {
    let found = this.byContext.get(context);
    if (!found) {
      const here = this.forms.filter(({ entry }) => entry.in.some((one) => one === context || one === 'any'));
      // What only the commercial edition has does not count where the open one has the same.
      const open = here.filter((form) => !form.isPlus);
      found = open.length > 0 ? open : here.length > 0 ? here : none;
      this.byContext.set(context, found);
    }
    return found;
  }
}

const commands = new Map<string, KnownCommand>();
for (const entry of catalogue.directives) {
  let command = commands.get(entry.name);
  if (!command) commands.set(entry.name, (command = new KnownCommand()));
  command.forms.push({ entry, isPlus: isPlus(entry), takes: takesOf(entry.args) });
}

/** All that the catalogue has of a name; undefined for a name that nobody knows. */
export const commandNamed = (name: string): Command | undefined => commands.get(name);

export const commandNames = (): Iterable<string> => commands.keys();

/** The parameters of a directive in a context, in any release. */
export function parametersIn(name: string, context: NginxContext): ReadonlyMap<string, Releases> {
  const forms = commandNamed(name)?.in(context) ?? none;
  return parametersOf(forms.map(({ entry }) => entry));
}

/** Those that a version may have: only what every release refuses that it may be is a fault. */
export const inRelease = (forms: readonly Form[], version: string | undefined): readonly Form[] =>
  forms.filter(({ entry }) => isInRelease(entry, version));
