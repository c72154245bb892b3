import assert from 'node:assert/strict';
import { isReleaseAddress, releaseFor } from '../../../src/firmware/arduinoCliRelease';

describe('releaseFor', () => {
  const machines = [
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
    ['win32', 'x64'],
    ['win32', 'arm64'],
  ] as const;

  it('has a release with a whole checksum for every machine of ours', () => {
    for (const [platform, architecture] of machines) {
      const release = releaseFor({ platform, architecture });
      assert.match(release?.sha256 ?? '', /^[0-9a-f]{64}$/);
      assert.ok(isReleaseAddress(release?.url ?? ''));
    }
  });

  it('spells out the address', () => {
    assert.deepEqual(releaseFor({ platform: 'win32', architecture: 'x64' }), {
      version: '1.5.1',
      url: 'https://github.com/arduino/arduino-cli/releases/download/v1.5.1/arduino-cli_1.5.1_Windows_64bit.zip',
      sha256: 'fabe42e0eb04d00e776a66178299ff95a46c623dbc260f997e58fd514853dd40',
      archive: 'zip',
      program: 'arduino-cli.exe',
    });
  });

  for (const machine of ['linux ia32', 'freebsd x64', 'linux riscv64', ' constructor']) {
    it(`has none for ${machine}`, () => {
      const [platform = '', architecture = ''] = machine.split(' ');
      assert.equal(releaseFor({ platform, architecture }), undefined);
    });
  }
});

describe('isReleaseAddress', () => {
  const rows: readonly [address: string, isAllowed: boolean][] = [
    ['https://github.com/arduino/arduino-cli/x', true],
    ['https://release-assets.githubusercontent.com/x?sig=1', true],
    ['http://github.com/x', false],
    ['https://github.com:8443/x', false],
    ['https://github.com.evil.example/x', false],
    ['https://evil.example/github.com', false],
    ['https://me@github.com/x', false],
    ['about:blank', false],
    ['', false],
  ];
  for (const [address, isAllowed] of rows) {
    it(`${isAllowed ? 'allows' : 'refuses'} ${address}`, () =>
      assert.equal(isReleaseAddress(address), isAllowed));
  }
});
