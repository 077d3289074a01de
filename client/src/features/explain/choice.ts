/** A line of a file of the user. */
export interface Line {
  readonly file: string;
  readonly line: number;
}

/** A line that a failure leads to by itself. */
export interface Named extends Line {
  /** Where it is what is set: first and last line of the whole directive or element. */
  readonly around?: readonly [first: number, last: number];
}

/** Where a rule speaks of something. */
export interface Diagnosed extends Line {
  readonly message: string;
}

/** What is known of a failure besides its rules. */
export interface Circumstances<At> {
  readonly subject: string | undefined;
  /** Where the log, or what is set, says the cause is. */
  readonly named: At | undefined;
  /** Whether a file is one of the node whose log it is. */
  readonly isOwn: (file: string) => boolean;
}

/** Of the places that the rules of a failure find, those that are surely its cause; else the one that the log names. */
export function chosen<At extends Named, Found extends Diagnosed>(
  found: readonly Found[],
  { subject, named, isOwn }: Circumstances<At>,
): readonly (At | Found)[] {
  const inFile = named ? found.filter(({ file }) => file === named.file) : [];
  const [first = named?.line, last = named?.line] = named?.around ?? [];
  const onLine = inFile.filter(({ line }) => first !== undefined && first <= line && line <= (last ?? first));
  if (onLine.length > 0) return onLine;
  const telling = subject === undefined ? [] : found.filter(({ message }) => mentions(message, subject));
  if (telling.length > 0) return nearest(telling, isOwn);
  if (named?.around) return [named];
  if (isOnePlace(inFile)) return inFile;
  if (named) return [named];
  // One rule of a file may speak of something else: only where there is no choice it is surely the cause.
  const near = nearest(found, isOwn);
  return isOnePlace(near) ? near : [];
}

/**
 * Of the places that set what a failure is about the one that is its cause: in one file each that sets just this value, else
 * only where there is no other. Undefined `isOwn`: it is not known which files the node has.
 */
export function settled<At extends Line>(
  places: readonly At[],
  hasValue: boolean,
  isOwn: ((file: string) => boolean) | undefined,
): At | undefined {
  const own = isOwn ? places.filter(({ file }) => isOwn(file)) : places;
  const [first] = own;
  const isSure = hasValue ? own.every(({ file }) => file === first?.file) : isOnePlace(own);
  return isSure ? first : undefined;
}

/** Those in the node's own files, where there are any. */
function nearest<Found extends Line>(
  found: readonly Found[],
  isOwn: (file: string) => boolean,
): readonly Found[] {
  const own = found.filter(({ file }) => isOwn(file));
  return own.length > 0 ? own : found;
}

const isOnePlace = ([first, ...others]: readonly Line[]): boolean =>
  first !== undefined && others.every(({ file, line }) => file === first.file && line === first.line);

/** A class is told by its simple name, an address by its host. */
function mentions(message: string, subject: string): boolean {
  const host = /^([a-z][\w-]*):\d+$/i.exec(subject)?.[1];
  const names = [subject, host ?? subject.split('.').at(-1) ?? ''].filter((name) => name.length > 2);
  return names.some((name) => new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`).test(message));
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
