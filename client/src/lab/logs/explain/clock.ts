/** Month by any language's word is unknown: it is told apart by what is written, and only times of one month are compared. */
const JULI = /^(\d{1,2})-.{1,40}?-\d{1,4} (\d\d):(\d\d):(\d\d)/;
const ISO = /^(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)/;
const ENGLISH = /^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d (?:AM|PM)$/;

/** Seconds of a time in a log, to be compared with others of the same log; undefined where it is not understood. */
export function clockOf(time: string | undefined): number | undefined {
  if (time === undefined) return undefined;
  const juli = JULI.exec(time);
  if (juli) {
    const [day = 0, hours = 0, minutes = 0, seconds = 0] = juli.slice(1).map(Number);
    return ((day * 24 + hours) * 60 + minutes) * 60 + seconds;
  }
  const iso = ISO.exec(time);
  if (iso) {
    const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = iso.slice(1).map(Number);
    return Date.UTC(year, month - 1, day, hours, minutes, seconds) / 1000;
  }
  return ENGLISH.test(time) ? Date.parse(`${time} UTC`) / 1000 : undefined;
}

/** Undefined where a time is not understood, or the second is before the first. */
export function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
  const [start, end] = [clockOf(from), clockOf(to)];
  return start === undefined || end === undefined || end < start ? undefined : end - start;
}
