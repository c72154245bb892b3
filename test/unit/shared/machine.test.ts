import assert from 'node:assert/strict';
import { machineName } from '../../../src/shared/machine';

describe('machineName', () => {
  const cases: readonly [remoteName: string | undefined, wsl: string | undefined, name: string][] =
    [
      [undefined, undefined, 'this computer'],
      [undefined, 'Ubuntu', 'this computer'],
      ['wsl', 'Ubuntu', 'WSL: Ubuntu'],
      ['wsl', undefined, 'WSL'],
      ['dev-container', undefined, 'the container'],
      ['attached-container', undefined, 'the container'],
      ['ssh-remote', undefined, 'the SSH host'],
      ['codespaces', undefined, 'the codespace'],
      ['127.0.0.1:8080', undefined, 'the remote machine'],
    ];
  for (const [remoteName, wslDistribution, name] of cases) {
    it(`says "${name}" for ${remoteName ?? 'no remote'}`, () => {
      assert.equal(machineName({ remoteName, wslDistribution }), name);
    });
  }
});
