import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { imageVersion } from '../../server/src/languages/compose/image';
import { parseCompose } from '../../server/src/languages/compose/parse';
import { contains, type Span } from '../../server/src/languages/text/span';

const sample = readFileSync('samples/story-broken/compose.yaml', 'utf8');

const pieces = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      'services:',
      '  a:',
      '    image: x',
      '    ports:',
      '      - "80:80"',
      '\n',
      '\n',
      '\r\n',
      '  ',
      '    ',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '- ',
      ': ',
      '? ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '|',
      '>',
      '#',
      '&x ',
      '*x',
      '<<: ',
      '!!str ',
      '---',
      '...',
      '${A:-b}',
      '\t',
      '%YAML 1.1',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'volumes:',
      '- a:b:ro',
      'environment:',
      'A=b',
      'deploy: {replicas: 2}',
      'null',
      '~',
      '1-9:1-9',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
);
const nearlyCompose = fc.array(pieces, { maxLength: 50 }).map((parts) => parts.join(''));

function checkPlaces(text: string): void {
  const { services, faults } = parseCompose(text);
  const whole: Span = { start: 0, end: text.length };
  const check = (span: Span): void => assert(contains(whole, span) && span.start <= span.end);
  for (const { span, message } of faults) {
    check(span);
    assert(message.endsWith('.'));
  }
  for (const { span, nameSpan, image, ports, mounts } of services) {
    for (const place of [span, nameSpan, ...[...ports, ...mounts].map((item) => item.span)]) check(place);
    assert(contains(span, nameSpan));
    if (image) {
      check(image.span);
      imageVersion(image.value);
    }
  }
}

describe('Compose files, whatever is written', () => {
  it('never throw, and places lie in the text', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyCompose, fc.string({ unit: 'binary' })), (text) => checkPlaces(text)),
      { numRuns: 2000 },
    );
  });

  it('hold for every beginning of a real file', () => {
    for (let end = 0; end <= sample.length; end++) checkPlaces(sample.slice(0, end));
  });

  it('hold for a real file with a piece lost or put in', () => {
    fc.assert(
      fc.property(fc.nat(sample.length), fc.nat(20), pieces, (at, length, piece) => {
        checkPlaces(sample.slice(0, at) + sample.slice(at + length));
        checkPlaces(sample.slice(0, at) + piece + sample.slice(at));
      }),
      { numRuns: 300 },
    );
  });
});
