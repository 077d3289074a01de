import type { Check } from '../workspace/check';
import type { Point, Readiness } from '../workspace/readiness';
import type { CheckOptions } from './options';
import { placeOf } from './places';

export interface CheckedReadiness {
  readonly check: Check;
  readonly readiness: Readiness;
}

/** The clusters point by point: for people, as Markdown, or as JSON. */
export function formatReadiness(found: readonly CheckedReadiness[], format: CheckOptions['format']): string {
  if (format === 'json') return `${JSON.stringify({ clusters: found.map(toJson) }, undefined, 2)}\n`;
  return found.map((one) => (format === 'markdown' ? asMarkdown(one) : asText(one))).join('\n');
}

const summaryOf = ({ points }: Readiness): string => {
  const count = (state: Point['state']): number => points.filter((one) => one.state === state).length;
  return `${count('holds')} of ${points.length} hold, ${count('lacks')} lack something, ${count('unknown')} cannot be told`;
};

const placesOf = ({ places }: Point, check: Check): readonly string[] =>
  places.map(({ path, span }) => placeOf(path, span, check));

function asText({ check, readiness }: CheckedReadiness): string {
  const lines = readiness.points.flatMap((point) => [
    `${point.state.padEnd(7)}  ${point.title}`,
    `         ${point.says}`,
    ...placesOf(point, check).map((place) => `         ${place}`),
  ]);
  return [`${readiness.nodes.join(', ')}: ${summaryOf(readiness)}`, ...lines, ''].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function asMarkdown({ check, readiness }: CheckedReadiness): string {
  const rows = readiness.points.map((point) => {
    const places = placesOf(point, check).map((place) => `\`${place}\``);
    return `| ${point.state} | ${cell(point.title)} | ${cell(point.says)} | ${places.join('<br>')} |`;
  });
  return [
    `## ${readiness.nodes.join(', ')}`,
    '',
    `${summaryOf(readiness)}.`,
    '',
    '| | Point | Why | Where |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const toJson = ({ check, readiness }: CheckedReadiness): object => ({
  nodes: readiness.nodes,
  points: readiness.points.map(({ id, title, state, says, places, fix }) => ({
    id,
    title,
    state,
    says,
    places: places.map(({ path, span }) => {
      const lines = check.files.get(path)?.lines;
      return lines
        ? { path, range: { start: lines.positionAt(span.start), end: lines.positionAt(span.end) } }
        : { path };
    }),
    fix: fix ? { title: fix.title, safe: fix.safe } : null,
  })),
});
