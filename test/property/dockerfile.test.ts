import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { parseDockerfile } from '../../server/src/languages/dockerfile/parse';
import { readStages } from '../../server/src/languages/dockerfile/stages';
import { contains, type Span } from '../../server/src/languages/text/span';

const pieces = fc.constantFrom(
  'FROM ',
  'nginx:1.28',
  'ARG ',
  'COPY ',
  'RUN ',
  'ENV ',
  'WORKDIR ',
  ' AS a',
  '--from=a ',
  '--',
  '\n',
  '\n',
  '\r\n',
  ' ',
  '\\\n',
  '\\',
  '`',
  '# ',
  '# escape=`\n',
  '<<EOF',
  'EOF\n',
  '[',
  '"',
  "'",
  ',',
  ']',
  '/',
  '.',
  '$',
  '${',
  'A',
  ':-',
  ':+',
  '}',
  '=',
  '\uFEFF',
  '\0',
  '\t',
  'é',
  '\ud83d',
);
const texts = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

describe('a Dockerfile of any kind', () => {
  it('is read without an exception, and every place lies in the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { instructions, comments, faults } = parseDockerfile(text);
        const whole = { start: 0, end: text.length };
        const isIn = (outer: Span, inner: Span): void =>
          assert(inner.start <= inner.end && contains(outer, inner), JSON.stringify({ outer, inner }));
        for (const place of comments) isIn(whole, place);
        for (const { span } of faults) isIn(whole, span);
        for (const one of instructions) {
          isIn(whole, one.span);
          if (one.kind === 'from') isIn(one.span, one.image.span);
          if ('target' in one) for (const word of [...one.sources, one.target]) isIn(one.span, word.span);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('has stages whose targets are absolute, and ends', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { copies } of readStages(parseDockerfile(text)))
          for (const { target } of copies) assert(target === undefined || /^(?:\/|[A-Za-z]:)/.test(target));
      }),
      { numRuns: 2000 },
    );
  });
});
