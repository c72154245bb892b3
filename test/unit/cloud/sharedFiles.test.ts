import assert from 'node:assert/strict';
import { SharedFiles } from '../../../src/cloud/io/sharedFiles';
import { AwsHome } from '../../support/awsHome';
import { eventually } from '../../support/eventually';

describe('SharedFiles', () => {
  let home: AwsHome;
  const files = new SharedFiles();
  let changes = 0;
  const became = (wanted: number) =>
    eventually(
      () => changes,
      (now) => now === wanted,
    );
  const watch = () => files.watch(undefined, () => (changes += 1));

  beforeEach(() => {
    home = new AwsHome();
    changes = 0;
  });
  afterEach(() => home.remove());

  it('tells of what is written after they were read, even before they are watched', async () => {
    await files.read();
    home.write({ credentials: '[dev]\n' });
    const watching = watch();
    await became(1);
    home.write({ config: '[profile dev]\n' });
    await became(2);
    watching.dispose();
  });

  it('tells of nothing when nothing is written, or nobody watches any more', async () => {
    home.write({ credentials: '[dev]\n' });
    await files.read();
    const watching = watch();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    watching.dispose();
    home.write({ credentials: '[other]\n' });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    assert.equal(changes, 0);
  });
});
