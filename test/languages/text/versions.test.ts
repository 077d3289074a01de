import assert from 'node:assert/strict';
import {
  compareVersions,
  isAfter,
  isBefore,
  isVersion,
  isWithin,
  leadingVersion,
  lineOf,
  majorOf,
} from '../../../server/src/languages/text/versions';

describe('versions', () => {
  it('are ordered by their numbers', () => {
    const sorted = ['1.9.15', '1.28.0', '1.29.6', '1.29.10', '2.0.0', '10.1.34'];
    assert.deepEqual(sorted.toReversed().toSorted(compareVersions), sorted);
  });

  it('come before a release or not', () => {
    assert.equal(isBefore('1.29.6', '1.29.7'), true);
    assert.equal(isBefore('1.29.7', '1.29.7'), false);
    assert.equal(isBefore('2.0.0', '1.29.7'), false);
    assert.equal(isBefore('8.5.100', '9'), true);
  });

  it('are on neither side of a release while they name its line alone', () => {
    assert.equal(isBefore('1.29', '1.29.7'), undefined);
    assert.equal(isAfter('1.29', '1.29.7'), undefined);
    assert.equal(isBefore('1', '1.29.7'), undefined);
    assert.equal(isBefore(undefined, '1.29.7'), undefined);
  });

  it('are on one side where every release of their line is', () => {
    assert.equal(isBefore('1.28', '1.29.7'), true);
    assert.equal(isBefore('1.30', '1.29.7'), false);
    assert.equal(isAfter('1.30', '1.29.7'), true);
    assert.equal(isBefore('1.25', '1.25.0'), false);
    assert.equal(isAfter('1.25', '1.25.0'), undefined);
    assert.equal(isBefore('10', '10'), false);
  });

  it('have what came before them and did not go', () => {
    const releases = { since: '1.9.5', until: '1.25.0' };
    assert.equal(isWithin(releases, '1.9.4'), false);
    assert.equal(isWithin(releases, '1.9.5'), true);
    assert.equal(isWithin(releases, '1.25.0'), true);
    assert.equal(isWithin(releases, '1.25.1'), false);
    assert.equal(isWithin(releases, '1.25'), undefined);
    assert.equal(isWithin(releases, '1.26'), false);
    assert.equal(isWithin(releases, undefined), undefined);
    assert.equal(isWithin({}, undefined), true);
    assert.equal(isWithin({ since: '1.29.7' }, '1.29'), undefined);
  });

  it('are told from other texts', () => {
    for (const text of ['1.28', '10.1.34', '1.25.3.1']) assert.ok(isVersion(text), text);
    for (const text of ['', '1', 'latest', '1.28-alpine', '1.', 'v1.28']) assert.ok(!isVersion(text), text);
  });

  it('are what a tag begins with', () => {
    const tags = ['1.29.7', '10.1-jdk17', 'v1.28', '9', 'latest', 'jdk17', '1.28beta'];
    assert.deepEqual(tags.map(leadingVersion), [
      '1.29.7',
      '10.1',
      '1.28',
      '9',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('belong to a line, and to a major', () => {
    assert.deepEqual(['10.1.34', '9.0', '11'].map(lineOf), ['10.1', '9.0', undefined]);
    assert.deepEqual(['10.1.34', '9'].map(majorOf), ['10', '9']);
  });
});
