import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Library, Platform } from '../../../src/firmware/arduinoCli';
import { findNeeds } from '../../../src/firmware/needsFinder';
import { postInstallScript } from '../../../src/firmware/postInstall';
import { findIncludes } from '../../../src/firmware/sketchIncludes';
import {
  joinNeeds,
  missingNamed,
  missingPlatform,
  needForHeader,
  platformOf,
  unexplainedHeaders,
} from '../../../src/firmware/sketchNeeds';

describe('findIncludes', () => {
  const rows: readonly [source: string, includes: readonly [string, number][], why: string][] = [
    ['#include <DHT.h>', [['DHT.h', 0]], 'angle brackets'],
    ['\n#include "own.h"', [['own.h', 1]], 'quotes'],
    [' # include<avr/io.h>', [['avr/io.h', 0]], 'spaces where C allows them'],
    ['// #include <A.h>\n#include <B.h>', [['B.h', 1]], 'a line comment'],
    ['// one \\\n#include <A.h>\n#include <B.h>', [['B.h', 2]], 'a line comment that goes on'],
    ['/* #include <A.h>\n#include <B.h> */\n#include <C.h>', [['C.h', 2]], 'a block comment'],
    ['/* never closed\n#include <A.h>', [], 'a block comment without an end'],
    ['char *s = "/*";\n#include <A.h>', [['A.h', 1]], 'a comment inside a string is none'],
    ["char c = '\"';\n#include <A.h>", [['A.h', 1]], 'a quote as a character'],
    ['char *s = "\\"//";\n#include <A.h>', [['A.h', 1]], 'an escaped quote'],
    ['auto s = R"x(\n#include <A.h>\n)x";\n#include <B.h>', [['B.h', 3]], 'a raw string'],
    ['#if 0\n#include <A.h>\n#endif', [['A.h', 1]], 'conditions are for the board to decide'],
    ['#include <A.h> // for the sensor', [['A.h', 0]], 'a comment behind'],
    ['#include MACRO', [], 'a macro'],
    ['#include <>', [], 'nothing'],
    [
      '#include <A.h>\r\n#include <B.h>\r\n',
      [
        ['A.h', 0],
        ['B.h', 1],
      ],
      'line ends of Windows',
    ],
  ];
  for (const [source, includes, why] of rows) {
    it(`knows ${why}`, () => {
      assert.deepEqual(
        findIncludes(source).map(({ header, line }) => [header, line]),
        includes,
      );
    });
  }

  it('comes to an end with whatever text', () => {
    const bits = fc.constantFrom(
      '/*',
      '*/',
      '//',
      '"',
      "'",
      '\\',
      '\n',
      'R"(',
      ')"',
      '#include <A.h>',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 300 }), (parts) => {
        assert.ok(Array.isArray(findIncludes(parts.join(''))));
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

const library = (name: string, ...headers: string[]): Library => ({
  name,
  version: '1.0.0',
  author: '',
  sentence: '',
  headers,
});
const platform = (id: string, installedVersion?: string): Platform => ({
  id,
  name: id,
  maintainer: '',
  installedVersion,
  latestVersion: '1.0.0',
  boards: [],
});

describe('sketchNeeds', () => {
  const fqbns: readonly [fqbn: string, id: string | undefined][] = [
    ['arduino:avr:uno', 'arduino:avr'],
    ['arduino:avr:mega:cpu=atmega2560', 'arduino:avr'],
    ['arduino:avr', undefined],
    ['a:b:c d', undefined],
    ['', undefined],
  ];
  for (const [fqbn, id] of fqbns) {
    it(`takes ${String(id)} from "${fqbn}"`, () => assert.equal(platformOf(fqbn), id));
  }

  it('misses a platform that is known but not installed', () => {
    const known = [platform('arduino:samd'), platform('arduino:avr', '1.8.7')];
    assert.equal(missingPlatform('arduino:samd:mkrfox1200', known), 'arduino:samd');
    assert.equal(missingPlatform('arduino:avr:uno', known), undefined);
    assert.equal(missingPlatform(undefined, known), undefined);
  });

  it('asks only for headers that neither sketch, libraries nor compiler explain', () => {
    const wishes = {
      fqbn: undefined,
      headers: ['DHT.h', 'own.h', 'avr/io.h', 'math.h', 'SPI.h', 'DHT.h', 'lib/Deep.h'],
      ownFiles: ['own.h', 'src/Deep.h'],
      libraryNames: [],
    };
    const installed = { platforms: [], libraries: [library('SPI', 'SPI.h')] };
    assert.deepEqual(unexplainedHeaders(wishes, installed), ['DHT.h']);
  });

  it('takes the one library that brings a header', () => {
    assert.deepEqual(needForHeader('DHT.h', [library('DHT sensor library', 'DHT.h', 'DHT_U.h')]), {
      kind: 'library',
      name: 'DHT sensor library',
      header: 'DHT.h',
    });
  });

  it('takes the one of several that is called like the header', () => {
    const found = [library('Fork of it', 'OneWire.h'), library('OneWire', 'OneWire.h')];
    assert.deepEqual(needForHeader('OneWire.h', found), {
      kind: 'library',
      name: 'OneWire',
      header: 'OneWire.h',
    });
  });

  it('leaves the choice to the person where names do not decide', () => {
    const found = [library('One', 'DHT.h'), library('Two', 'DHT.h'), library('Three', 'Other.h')];
    assert.deepEqual(needForHeader('DHT.h', found), {
      kind: 'choice',
      header: 'DHT.h',
      libraries: found.slice(0, 2),
    });
  });

  it('needs nothing for a header no library claims', () => {
    assert.equal(needForHeader('nope.h', [library('X', 'x.h')]), undefined);
  });

  it('names each thing once', () => {
    const needs = joinNeeds([
      { kind: 'platform', id: 'arduino:samd' },
      ...missingNamed(['OneWire', 'OneWire', 'SPI'], [library('SPI')]),
      { kind: 'library', name: 'OneWire', header: 'OneWire.h' },
    ]);
    assert.deepEqual(needs, [
      { kind: 'platform', id: 'arduino:samd' },
      { kind: 'library', name: 'OneWire' },
    ]);
  });
});

describe('findNeeds', () => {
  const never = new AbortController().signal;
  const done = <T>(value: T) => Promise.resolve({ kind: 'done', value } as const);
  const index = [library('DHT sensor library', 'DHT.h'), library('EEPROM of another', 'EEPROM.h')];
  const searches: string[] = [];
  const cli = (platforms: readonly Platform[], libraries: readonly Library[]) => ({
    platforms: () => done(platforms),
    libraries: () => done(libraries),
    searchLibraries: (text: string) => {
      searches.push(text);
      return done(index);
    },
  });
  const wishes = {
    fqbn: 'arduino:avr:uno',
    headers: ['DHT.h', 'EEPROM.h', 'nowhere.h'],
    ownFiles: [],
    libraryNames: [],
  };

  it('asks for the platform alone while it is missing: it may bring some of the headers', async () => {
    assert.deepEqual(await findNeeds(cli([], []), wishes, never), {
      kind: 'done',
      value: { needs: [{ kind: 'platform', id: 'arduino:avr' }], unknownHeaders: [] },
    });
    assert.deepEqual(searches, []);
  });

  it('finds libraries for the headers, and says which nobody brings', async () => {
    const installed = cli([platform('arduino:avr', '1.8.6')], [library('EEPROM', 'EEPROM.h')]);
    assert.deepEqual(await findNeeds(installed, wishes, never), {
      kind: 'done',
      value: {
        needs: [{ kind: 'library', name: 'DHT sensor library', header: 'DHT.h' }],
        unknownHeaders: ['nowhere.h'],
      },
    });
    assert.deepEqual(searches, ['provides:DHT.h', 'provides:nowhere.h']);
  });

  it('hands on why it could not look', async () => {
    const failure = { kind: 'missing', reason: 'nowhere' } as const;
    const broken = {
      ...cli([], []),
      platforms: () => Promise.resolve({ kind: 'failed', failure } as const),
    };
    assert.deepEqual(await findNeeds(broken, wishes, never), { kind: 'failed', failure });
  });
});

describe('postInstallScript', () => {
  const place = { dataFolder: '/data', id: 'arduino:samd', version: '1.8.14', isWindows: false };
  const rows: readonly [changes: Partial<typeof place>, script: string | undefined][] = [
    [{}, '/data/packages/arduino/hardware/samd/1.8.14/post_install.sh'],
    [
      { dataFolder: 'C:\\data', isWindows: true },
      'C:\\data\\packages\\arduino\\hardware\\samd\\1.8.14\\post_install.bat',
    ],
    [{ id: '../..:samd' }, undefined],
    [{ version: '../1' }, undefined],
    [{ id: 'arduino' }, undefined],
  ];
  for (const [changes, script] of rows) {
    it(`is ${String(script)} for ${JSON.stringify(changes)}`, () =>
      assert.equal(postInstallScript({ ...place, ...changes }), script));
  }
});
