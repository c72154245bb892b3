/** Arduino's own release of arduino-cli for one kind of machine. */
export interface CliRelease {
  readonly version: string;
  /** `https://github.com/arduino/arduino-cli/releases/download/…`. */
  readonly url: string;
  readonly sha256: string;
  readonly archive: 'tar.gz' | 'zip';
  /** The one file of the archive that is wanted. */
  readonly program: string;
}

/** Node's words for a machine. */
export interface MachineKind {
  readonly platform: string;
  readonly architecture: string;
}

const version = '1.5.1';
const home = `https://github.com/arduino/arduino-cli/releases/download/v${version}`;

/** From the release's own `1.5.1-checksums.txt`. What is not in here is not downloaded. */
const archives: Readonly<Record<string, readonly [name: string, sha256: string]>> = {
  'linux x64': [
    'Linux_64bit.tar.gz',
    '28a8e119c498a25607821c36cb2dc49e8463941b261a0d99091baa7bc692dd2b',
  ],
  'linux arm64': [
    'Linux_ARM64.tar.gz',
    '1e69e077479f300614d4551334e0a33f08ee40b04315d83b8e7e0e94f0d0ee62',
  ],
  'darwin x64': [
    'macOS_64bit.tar.gz',
    'c982e940027996bea9901050e95fae99c59c1dcfee54beedecaf28141e7bf2e7',
  ],
  'darwin arm64': [
    'macOS_ARM64.tar.gz',
    'cb952e8c1621c95ef5f1d17831c945e3d0ec5973f89c557a7ec8feb9c4f7d4c9',
  ],
  'win32 x64': [
    'Windows_64bit.zip',
    'fabe42e0eb04d00e776a66178299ff95a46c623dbc260f997e58fd514853dd40',
  ],
  // There is no release for Windows on ARM, which runs the one for x64.
  'win32 arm64': [
    'Windows_64bit.zip',
    'fabe42e0eb04d00e776a66178299ff95a46c623dbc260f997e58fd514853dd40',
  ],
};

/** The release for a machine; undefined where none is pinned. */
export function releaseFor({ platform, architecture }: MachineKind): CliRelease | undefined {
  const found = archives[`${platform} ${architecture}`];
  if (!found) return undefined;
  const [name, sha256] = found;
  return {
    version,
    url: `${home}/arduino-cli_${version}_${name}`,
    sha256,
    archive: name.endsWith('.zip') ? 'zip' : 'tar.gz',
    program: programName(platform),
  };
}

export function programName(platform: string): string {
  return platform === 'win32' ? 'arduino-cli.exe' : 'arduino-cli';
}

/** Where GitHub keeps the files of a release: its address answers with one of these, good for some minutes. */
const releaseHosts: readonly string[] = [
  'github.com',
  'release-assets.githubusercontent.com',
  'objects.githubusercontent.com',
];

/** True for an address a download of the release may be sent on to. */
export function isReleaseAddress(address: string): boolean {
  try {
    const { protocol, hostname, port, username } = new URL(address);
    return (
      protocol === 'https:' && port === '' && username === '' && releaseHosts.includes(hostname)
    );
  } catch {
    return false;
  }
}

/** The archives have 10 to 13 MB and the programs 26 to 40 MB; what goes on much longer is something else. */
export const maxArchiveBytes = 64 * 1024 * 1024;
export const maxProgramBytes = 128 * 1024 * 1024;
