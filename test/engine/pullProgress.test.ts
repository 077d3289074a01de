import { strict as assert } from 'node:assert';
import { PullProgress } from '../../client/src/lab/engine/pullProgress';

describe('the progress of a pull', () => {
  it('counts layers, and the part of what is known to come', () => {
    const progress = new PullProgress();
    const take = (status: string, id?: string, current?: number, total?: number): string =>
      progress.take({
        status,
        ...(id !== undefined && { id }),
        progressDetail: current === undefined ? {} : { current, total },
      });
    assert.equal(take('Pulling from library/tomcat', '10.1'), 'Pulling from library/tomcat');
    take('Pulling fs layer', 'a');
    assert.equal(take('Pulling fs layer', 'b'), '0 of 2 layers');
    assert.equal(take('Downloading', 'a', 30, 100), '0 of 2 layers, 30 %');
    assert.equal(take('Downloading', 'b', 50, 100), '0 of 2 layers, 40 %');
    assert.equal(take('Download complete', 'a'), '0 of 2 layers, 75 %');
    assert.equal(take('Pull complete', 'a'), '1 of 2 layers, 75 %');
    assert.equal(take('Already exists', 'b'), '2 of 2 layers, 100 %');
    assert.equal(take('Digest: sha256:0'), '2 of 2 layers, 100 %');
  });
});
