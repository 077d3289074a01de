interface Range {
  start: number;
  end: number;
}

/** The ranges of a `geo` with `ranges`, by their upper halves: ngx_http_geo_add_range in src/http/modules/ngx_http_geo_module.c. */
export class GeoRanges {
  private readonly halves = new Map<number, Range[]>();

  /** What a range overlaps, in nginx' words; undefined where it splits one or stands beside all. */
  add(start: number, end: number): string | undefined {
    for (let n = start; n <= end; n = (Math.floor(n / 65_536) + 1) * 65_536) {
      const half = Math.floor(n / 65_536);
      const ranges = this.halves.get(half) ?? [];
      this.halves.set(half, ranges);
      const clash = addTo(ranges, n % 65_536, (half + 1) * 65_536 - 1 > end ? end % 65_536 : 65_535);
      if (clash) return `${addressOf(half, clash.start)}-${addressOf(half, clash.end)}`;
    }
    return undefined;
  }
}

function addTo(ranges: Range[], start: number, end: number): Range | undefined {
  let i = ranges.length;
  while (i > 0) {
    const other = ranges[--i];
    if (!other || end < other.start) continue;
    if (start > other.end) {
      ranges.splice(i + 1, 0, { start, end });
      return undefined;
    }
    if (start === other.start && end === other.end) return undefined;
    if (start < other.start || end > other.end) return { ...other };
    const after = { start: end + 1, end: other.end };
    const before = { start: other.start, end: start - 1 };
    ranges.splice(i, 1, ...[before, { start, end }, after].filter((one) => one.start <= one.end));
    return undefined;
  }
  ranges.unshift({ start, end });
  return undefined;
}

const addressOf = (half: number, rest: number): string =>
  [half >> 8, half & 255, rest >> 8, rest & 255].join('.');
