import type { TomcatFile } from '../../../../cluster/model';
import { listed } from '../../../../languages/text/suggest';
import { isBefore } from '../../../../languages/text/versions';
import type { Component } from '../../../../languages/tomcat/components';

/**
 * What becomes of a value that Tomcat does not take. `stops`: Tomcat does not start; `dead`: the connector does not; `default`: it
 * is not set; `without`: what it is about is not there.
 */
export type RefusalOutcome =
  | 'stops'
  | 'dead'
  | 'default'
  | 'without'
  | 'entry'
  | 'word'
  | 'moved'
  | 'weak'
  | 'base'
  | 'path'
  | 'utf8'
  | 'ascii'
  | 'system';

/** An attribute whose values are checked when they are set or used. */
export interface Refusal {
  readonly element: string;
  /** The last name of the class, where it is one class of Tomcat's that checks it. */
  readonly className?: string;
  readonly name: string;
  readonly outcome: RefusalOutcome;
  readonly accepts: (value: string, component: Component, file: TomcatFile) => boolean;
  /** The part of the value that is not taken, where others are. */
  readonly part?: (value: string) => string;
  /** What to write instead, as a phrase. */
  readonly wanted: () => string;
  /** Those among which the one that was meant may be. */
  readonly values?: readonly string[];
}

export const isOneOf =
  (values: readonly string[]) =>
  (value: string): boolean =>
    values.some((one) => one.toLowerCase() === value.toLowerCase());

/** A number that is one, and below what is taken; whatever else it is, tomcat/bad-number tells. */
export const isBelow = (value: string, least: number): boolean =>
  /^-?\d+$/.test(value) && Number(value) < least;

/** A number that is one, and not of a range. */
export const isOutside = (value: string, least: number, most: number): boolean =>
  /^-?\d+$/.test(value) && (Number(value) < least || Number(value) > most);

/** Whether a release is known and not older than another. */
export const isFrom = ({ version }: TomcatFile, since: string): boolean => isBefore(version, since) === false;

/** One of some words without regard to case; with any other, the default is in effect. Those not `offered` are taken too. */
export const choice = (
  element: string,
  name: string,
  offered: readonly string[],
  others: readonly string[] = [],
): Refusal => ({
  element,
  name,
  outcome: 'default',
  accepts: isOneOf([...offered, ...others]),
  wanted: () => listed(offered),
  values: offered,
});

/** How the names of encodings begin that some Java has, besides numbers: which of them are installed no text can tell. */
const ENCODINGS =
  'utf[-_]?(?:8|7|16|32)(?![a-z\\d]) utf[-_]?\\d+[-_]?(?:be|le) x[-\\d] ascii us646 us-ascii us$ ansi_x3 ansi-\\d iso[-_]?\\d iso[-_]?ir latin[-_]?\\d l\\d+$ ' +
  'windows[-_] cp[-_\\w] ibm ebcdic ccsid ms[-_\\d] cs[a-z-] big5 gb euc shift s?jis jis koi8 tis thai ks korean johab hz ' +
  'unicode ucs arabic cyrillic greek hebrew ecma elot sun_eu_greek cns asmo iscii st_sev pc extended_unix default cesu ' +
  'compound_text tcvn viscii mac \\d[\\w]*$ logical visual';
const ENCODING = new RegExp(`^(?:${ENCODINGS.split(' ').join('|')})`, 'i');

/** Whether some Java may have an encoding of this name. */
export const isEncoding = (value: string): boolean => ENCODING.test(value.trim());
