import { strict as assert } from 'node:assert';
import { parseDockerfile } from '../../../server/src/languages/dockerfile/parse';
import { finalStage, readStages } from '../../../server/src/languages/dockerfile/stages';

const lines = (...parts: readonly string[]): string => parts.join('\n') + '\n';

describe('parseDockerfile', () => {
  it('keeps the places of the words, also of a continued line', () => {
    const text = lines(
      '# syntax=docker/dockerfile:1',
      '',
      'COPY --chown=1:1 \\',
      '  # here',
      '  a.conf \\  ',
      '',
      '  /etc/',
    );
    const [copy] = parseDockerfile(text).instructions;
    assert(copy?.kind === 'copy');
    const words = [...copy.sources, copy.target];
    assert.deepEqual(
      words.map(({ span }) => text.slice(span.start, span.end)),
      ['a.conf', '/etc/'],
    );
    assert.equal(text.slice(copy.span.start, copy.span.end), text.slice(text.indexOf('COPY'), -1));
  });

  it('reads the list form, several sources, flags in any case of the keyword', () => {
    const read = parseDockerfile(lines('FROM x', 'copy --from=0 --link ["a b", "c", "/d/"]', 'ADD a b /c'));
    assert.deepEqual(
      read.instructions.map((one) =>
        'sources' in one ? [one.from, one.sources.map(({ text }) => text)] : one.kind,
      ),
      ['from', ['0', ['a b', 'c']], [undefined, ['a', 'b']]],
    );
  });

  it('ends flags at two dashes', () => {
    const [copy] = parseDockerfile('COPY --link -- a /b').instructions;
    assert(copy?.kind === 'copy');
    assert.deepEqual([copy.sources.map(({ text }) => text), copy.target.text], [['a'], '/b']);
  });

  it('knows no escape in single quotes, and takes the rest of the line where a quote is not closed', () => {
    const [env] = parseDockerfile(String.raw`ENV x='a\'b y="c \" d" z='e f g=h`).instructions;
    assert(env?.kind === 'env');
    assert.deepEqual(env.settings, [
      { name: 'x', value: String.raw`'a\'b` },
      { name: 'y', value: String.raw`"c \" d"` },
      { name: 'z', value: "'e f g=h" },
    ]);
  });

  it('takes a list that is none for plain words, as Docker does', () => {
    const [copy] = parseDockerfile("COPY ['a', '/b']").instructions;
    assert(copy?.kind === 'copy');
    assert.equal(copy.target.text, "'/b']");
  });

  it('skips the text of heredocs', () => {
    const text = lines(
      'FROM nginx',
      'RUN <<EOF',
      'FROM tomcat',
      'EOF',
      'COPY <<-"EOF" b.conf /etc/nginx/conf.d/',
      'FROM tomcat',
      '\tEOF',
      'RUN echo $((1 << 3))',
      'WORKDIR /x',
    );
    const { instructions } = parseDockerfile(text);
    assert.deepEqual(
      instructions.map(({ kind }) => kind),
      ['from', 'run', 'copy', 'run', 'workdir'],
    );
    const [, run, copy] = instructions;
    assert(run?.kind === 'run' && copy?.kind === 'copy');
    assert.equal(run.text, '<<EOF\nFROM tomcat');
    assert.deepEqual([copy.heredocs, copy.sources.map((word) => word.text)], [1, ['b.conf']]);
  });

  it('joins what RUN runs, without the comments inside', () => {
    const text = lines(
      'RUN --mount=type=cache,target=/x apt-get update \\',
      '# modules',
      ' && make \\',
      '   install',
    );
    const [run] = parseDockerfile(text).instructions;
    assert(run?.kind === 'run');
    assert.equal(run.text, 'apt-get update  && make    install');
  });

  it('heeds another escape character', () => {
    const [copy] = parseDockerfile(lines('# escape=`', 'COPY a `', '  C:\\b\\')).instructions;
    assert(copy?.kind === 'copy');
    assert.equal(copy.target.text, 'C:\\b\\');
  });

  it('reads CRLF and a byte order mark', () => {
    const text = '\uFEFFFROM nginx:1.28 \\\r\n AS web\r\nWORKDIR /a\r\n';
    const [from, workdir] = parseDockerfile(text).instructions;
    assert(from?.kind === 'from' && workdir?.kind === 'workdir');
    assert.deepEqual([from.name, from.span.start, workdir.path], ['web', 1, '/a']);
  });

  it('says what is no Dockerfile, and goes on', () => {
    const { faults, instructions } = parseDockerfile(lines('{', 'FROM', 'COPY a', 'FROM x'));
    assert.deepEqual([faults.length, instructions.length], [3, 1]);
    assert.equal(parseDockerfile('FROM x\0').faults.length, 1);
  });
});

describe('readStages', () => {
  const stagesOf = (
    text: string,
    args?: ReadonlyMap<string, string | undefined>,
  ): ReturnType<typeof readStages> => readStages(parseDockerfile(text), args ? { args } : {});
  const basesOf = (text: string, args?: ReadonlyMap<string, string | undefined>): string[] =>
    stagesOf(text, args).map(({ base }) => base.text);

  it('replaces the ARGs before the first FROM', () => {
    const text = lines(
      'ARG TAG=1.28',
      'ARG BASE="nginx:${TAG}" UNSET',
      'FROM --platform=$BUILDPLATFORM ${BASE}',
      'FROM nginx:$TAG-alpine AS two',
      'FROM nginx:${UNSET:-1.27}',
      'FROM nginx:${UNSET}',
      'FROM nginx${TAG:+-x}:1',
    );
    assert.deepEqual(basesOf(text), [
      'nginx:1.28',
      'nginx:1.28-alpine',
      'nginx:1.27',
      'nginx:${UNSET}',
      'nginx-x:1',
    ]);
  });

  it('lets arguments of the build go before defaults; one that nobody knows leaves the variable', () => {
    const text = lines('ARG TAG=1.28', 'FROM nginx:${TAG}');
    assert.deepEqual(basesOf(text, new Map([['TAG', '1.26']])), ['nginx:1.26']);
    assert.deepEqual(basesOf(text, new Map([['TAG', undefined]])), ['nginx:${TAG}']);
  });

  it('gives a stage the ARGs that it declares, and what its parent set', () => {
    const text = lines(
      'ARG CONF=/etc/nginx',
      'FROM nginx AS base',
      'ARG CONF',
      'ENV D=$CONF/conf.d E=1',
      "ENV Q 'a $E'",
      'WORKDIR $D',
      'FROM base',
      'COPY a.conf b.conf ./',
      'COPY c $D/c.conf',
      'COPY d $CONF/d.conf',
      'WORKDIR ..',
      'COPY $E $Q',
      'FROM alpine',
      'COPY a b',
      'COPY a $CONF/b',
    );
    const targets = stagesOf(text).map(({ copies }) => copies.map(({ target }) => target));
    assert.deepEqual(targets, [
      [],
      ['/etc/nginx/conf.d', '/etc/nginx/conf.d/c.conf', '/etc/nginx/d.conf', '/etc/nginx/a $E'],
      [undefined, undefined],
    ]);
  });

  it('follows FROM and COPY to stages by name and number, and stops at the target', () => {
    const text = lines(
      'FROM maven AS Build',
      'FROM build',
      'COPY --from=BUILD /a /b',
      'COPY --from=0 /a /b',
      'COPY --from=nginx:1 /a /b',
      'FROM scratch',
    );
    const stages = stagesOf(text);
    const [build, second, last] = stages;
    assert.equal(second?.parent, build);
    assert.deepEqual(
      second?.copies.map(({ from }) => from),
      [build, build, { image: 'nginx:1' }],
    );
    assert.equal(finalStage(stages, undefined), last);
    assert.equal(finalStage(stages, 'BUILD'), build);
    assert.equal(finalStage(stages, '1'), second);
    assert.equal(finalStage(stages, 'no'), undefined);
  });
});
