import type { Releases } from '../../text/versions';
import type { NginxConfiguration, Placement } from '../configuration';
import { contextInside, type NginxContext } from '../contexts';
import { parameterName } from '../parameters';
import type { Directive, Word } from '../tree';
import { entryFaults } from './entries';
import { type DocumentAt, FaultyStatements } from './faulty';
import type { Finding } from './findings';
import type { Form } from './forms';
import { type Meaning, type Meanings, meaningsIn } from './meanings';
import { junctionsIn, takesAnything } from './semicolon';
import { aloneWhenOff, countsZones, onceKeyOfZone } from './once';
import { hasPlaceholder } from '../../text/placeholders';
import { isSurelyFilledIn } from './template';
import { valueFaultOf } from './valueFault';

export type { DocumentAt } from './faulty';

interface Level {
  readonly placements: readonly Placement[];
  readonly context: NginxContext;
  readonly meanings: Meanings;
  next: number;
  /** Those that may stand once, with their keys; few, so that a list is searched. */
  readonly once: { readonly key: string; readonly placement: Placement }[];
}

const none: readonly Finding[] = [];

/**
 * All that nginx's own checks of any directive say of a configuration, in nginx's order (`ngx_conf_handler` and the
 * setters of src/core/ngx_conf_file.c). `context`: what its top level is taken for. Blocks that are not known are left out.
 */
export function coreFindings(
  { placements, version, isTemplate }: NginxConfiguration,
  documentAt: DocumentAt,
  context: NginxContext,
): Finding[] {
  const findings: Finding[] = [];
  const faulty = new FaultyStatements(documentAt);
  const levelOf = (inner: readonly Placement[], within: NginxContext): Level => ({
    placements: inner,
    context: within,
    meanings: meaningsIn(within, version),
    next: 0,
    once: [],
  });
  const stack: Level[] = [levelOf(placements, context)];
  for (let level = stack.at(-1); level; level = stack.at(-1)) {
    const placement = level.placements[level.next++];
    if (!placement) {
      stack.pop();
      continue;
    }
    const { directive, children } = placement;
    const judged = level.context !== 'unknown' && !faulty.has(placement);
    const meaning = judged ? level.meanings.of(directive.name.value) : undefined;
    const found = judged ? judge(placement, level.context, meaning, isTemplate, documentAt) : none;
    for (const finding of found) {
      if (finding.kind !== 'not-allowed' || faulty.mayTell(placement.path)) findings.push(finding);
    }
    if (found.length === 0 && meaning) {
      const again = againAt(level, placement, meaning.onceKey);
      if (again) findings.push(again);
    }
    if (children.length > 0 && !directive.block?.lua) {
      const swallowed = found.findLast((finding) => finding.kind === 'semicolon');
      const name = swallowed?.kind === 'semicolon' ? swallowed.next.value : directive.name.value;
      const inner = contextInside(level.context, name);
      if (inner !== 'entries') {
        stack.push(levelOf(children, inner));
      } else if (judged && found.length === 0) {
        for (const { placement: entry, fault } of entryFaults(placement))
          findings.push({ kind: 'value', placement: entry, word: fault.word, context: inner, fault });
      }
    }
  }
  return findings;
}

function judge(
  placement: Placement,
  context: NginxContext,
  meaning: Meaning | undefined,
  isTemplate: boolean,
  documentAt: DocumentAt,
): readonly Finding[] {
  const { name, args, block } = placement.directive;
  if (!meaning)
    return hasPlaceholder(name.value)
      ? none
      : [{ placement, word: name, context, kind: 'unknown', plus: false }];
  // What nearly every line is: one form, that takes it.
  const fitting = block ? meaning.blocks : meaning.lines;
  const [only] = fitting;
  const isFine =
    fitting.length === 1 &&
    only &&
    !only.isPlus &&
    only.takes(args.length) &&
    (meaning.absent.size === 0 || absentWords(only, args, meaning.absent).length === 0) &&
    !valueFaultOf(only, args, context) &&
    !(manyWords(only, args.length) && isOnLines(placement.directive, documentAt(placement.path)?.text));
  return isFine ? none : judgeClosely(placement, context, meaning, isTemplate, documentAt);
}

function judgeClosely(
  placement: Placement,
  context: NginxContext,
  meaning: Meaning,
  isTemplate: boolean,
  documentAt: DocumentAt,
): readonly Finding[] {
  const { directive, path } = placement;
  const { name, args, block } = directive;
  const { known, forms } = meaning;
  const at = { placement, word: name, context };
  if (known.length === 0) {
    const elsewhere = meaning.anywhere.filter((one) => one.entry.in.length > 0);
    if (elsewhere.length === 0) return none;
    if (!meaning.isInRelease)
      return [{ ...at, kind: 'version', releases: elsewhere.map(({ entry }) => entry) }];
    // Where the commercial edition takes its own ones is not to be read from sources.
    return elsewhere.every((form) => form.isPlus)
      ? [{ ...at, kind: 'unknown', plus: true }]
      : [{ ...at, kind: 'not-allowed', forms: elsewhere }];
  }
  if (forms.length === 0) return [{ ...at, kind: 'version', releases: known.map(({ entry }) => entry) }];
  if (forms.every((form) => form.isPlus)) return [{ ...at, kind: 'unknown', plus: true }];

  const fitting = block ? meaning.blocks : meaning.lines;
  let findings: readonly Finding[] = none;
  const unknownCount = args.some(({ value }) =>
    isTemplate ? hasPlaceholder(value) : isSurelyFilledIn(value),
  );
  const [likely] = fitting;
  const absent = likely && meaning.absent.size > 0 ? absentWords(likely, args, meaning.absent) : [];
  if (!likely) findings = [{ ...at, kind: 'block', wanted: block === undefined }];
  else if (absent.length > 0) {
    findings = absent.map(({ word, releases }) => ({ ...at, kind: 'version', word, releases: [releases] }));
  } else if (!unknownCount) {
    const taking = fitting.filter((form) => form.takes(args.length));
    findings =
      taking.length > 0
        ? valueFindings(at, taking, known, args)
        : [{ ...at, kind: 'arguments', forms: fitting }];
  }
  // A directive without its ";" has the next line for arguments.
  const [form] = forms;
  const text =
    findings.length > 0 || (form && manyWords(form, args.length)) ? documentAt(path)?.text : undefined;
  const junctions = text === undefined || args.length === 0 ? [] : junctionsIn(text, directive, context);
  if (junctions.length > 0) {
    const isAny = takesAnything.has(name.value) || form?.entry.type === 'predicate';
    const refused = findings.length > 0 || !isAny;
    return junctions.map(({ last, ...junction }) => ({
      ...at,
      kind: 'semicolon',
      word: last,
      ...junction,
      refused,
    }));
  }
  return findings;
}

/** The words of a directive that are parameters of other releases alone. */
function absentWords(
  { entry: { syntax = [] } }: Form,
  args: readonly Word[],
  absent: Meaning['absent'],
): readonly { readonly word: Word; readonly releases: Releases }[] {
  // The first of several is a value, and one alone where the syntax begins with one: `server resolve;`.
  const isFree = args.length > 1 || syntax.every((one) => /^\S*</.test(one));
  return args.slice(isFree ? 1 : 0).flatMap((word) => {
    const releases = absent.get(parameterName(word.value));
    return releases ? [{ word, releases }] : [];
  });
}

/** What all forms that take so many arguments refuse of their values, as the first says it. */
function valueFindings(
  at: Pick<Finding, 'placement' | 'context'>,
  forms: readonly Form[],
  known: readonly Form[],
  args: readonly Word[],
): readonly Finding[] {
  const faults = forms.map((form) => valueFaultOf(form, args, at.context));
  const [fault] = faults;
  if (!fault || faults.includes(undefined)) return none;
  const { word } = fault;
  const others = known.filter((form) => !forms.includes(form) && isMeantFor(form, word, args, at.context));
  return others.length > 0
    ? [{ ...at, kind: 'version', word, releases: others.map(({ entry }) => entry) }]
    : [{ ...at, kind: 'value', word, fault }];
}

/** Whether a form of another release takes a value, and not just because it takes anything. */
const isMeantFor = (form: Form, word: Word, args: readonly Word[], context: NginxContext): boolean =>
  form.takes(args.length) &&
  (form.entry.values !== undefined || (form.entry.type === 'complex' && word.value.includes('$'))) &&
  !valueFaultOf(form, args, context);

/** Whether the words of a directive stand on more than one line. */
function isOnLines({ name, args }: Directive, text: string | undefined): boolean {
  const end = args.at(-1)?.span.start;
  if (text === undefined || end === undefined) return true;
  const feed = text.indexOf('\n', name.span.end);
  return feed !== -1 && feed < end;
}

/** nginx takes any number of words here, so that their number shows nothing. */
const manyWords = ({ entry }: Form, count: number): boolean =>
  count > 1 && (entry.args === 'any' || entry.args === '1+' || entry.args === '2+');

/** A second directive of a name, of a zone, or beside one that is off. */
function againAt(level: Level, placement: Placement, key: string | undefined): Finding | undefined {
  if (key !== undefined) return onceAt(level, placement, key);
  const { directive } = placement;
  const { value: name } = directive.name;
  if (countsZones.has(name)) {
    const zone = onceKeyOfZone(directive);
    return zone === undefined ? undefined : onceAt(level, placement, zone);
  }
  if (!aloneWhenOff.has(name)) return undefined;
  const first = level.once.find((one) => one.key === name)?.placement;
  const isOff = [placement, first].some((one) => one?.directive.args[0]?.value === 'off');
  if (first && isOff)
    return { kind: 'duplicate', placement, word: directive.name, context: level.context, first };
  level.once.push({ key: name, placement });
  return undefined;
}

function onceAt(level: Level, placement: Placement, key: string): Finding | undefined {
  for (const { key: other, placement: first } of level.once) {
    if (other === key)
      return { kind: 'duplicate', placement, word: placement.directive.name, context: level.context, first };
  }
  level.once.push({ key, placement });
  return undefined;
}
