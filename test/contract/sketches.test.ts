import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from '@vscode/vsce';
import { namedConfig } from '../../src/firmware/firmwareReader';
import { generateFirmware } from '../../src/firmware/firmwareText';
import { parseFirmwareSnippets } from '../../src/firmware/firmwareSnippet';
import { readSketch } from '../../src/firmware/sketchSource';
import { sigfoxBoards } from '../../src/firmware/sigfoxBoard';
import { sketchTemplates } from '../../src/firmware/sketchTemplate';
import { parsePayloadConfig } from '../../src/sigfox/payloadGrammar';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const snippetFile = 'snippets/sigfox-arduino.json';

describe('the templates', () => {
  it('are exactly the sketches of media/sketches', () => {
    assert.deepEqual(
      readdirSync(path.join(root, 'media/sketches')).sort(),
      sketchTemplates()
        .map(({ id }) => id)
        .sort(),
    );
  });

  for (const { id, payloadConfig, boards, libraries } of sketchTemplates()) {
    it(`${id}: the head, the struct and the catalogue say the same`, () => {
      const text = read(`media/sketches/${id}/${id}.ino`);
      assert.match(text, /^\/\/ .+\n\/\/\n\/\/ Device: \{device\}\n/);
      assert.equal(
        /^\/\/ Boards: (.*)$/m.exec(text)?.[1],
        boards.map((board) => sigfoxBoards[board].fqbn).join(', '),
      );
      assert.equal(
        /^\/\/ Libraries: (.*)$/m.exec(text)?.[1],
        libraries.length === 0 ? 'none' : libraries.join(', '),
      );
      assert.equal(namedConfig(readSketch(text))?.text, payloadConfig);
      assert.ok(text.includes(generateFirmware(parsePayloadConfig(payloadConfig))));
    });
  }
});

describe('the snippets', () => {
  const snippets = parseFirmwareSnippets(read(snippetFile));
  const raw = JSON.parse(read(snippetFile)) as Record<string, Record<string, unknown>>;

  it('are for sketches only, and each has a prefix of its own that starts with sigfox-', () => {
    for (const [name, snippet] of Object.entries(raw)) {
      assert.deepEqual([snippet['scope'], snippet['include']], ['cpp', ['**/*.ino']], name);
      assert.match(String(snippet['prefix']), /^sigfox-[a-z0-9-]+$/);
    }
    assert.equal(new Set(snippets.map(({ prefix }) => prefix)).size, Object.keys(raw).length);
  });

  it('name the boards they are for', () => {
    for (const { name, boards, description } of snippets) {
      assert.ok(boards.length > 0 && description !== '', name);
      const named = String(raw[name]?.['description']);
      assert.ok(
        named.endsWith(` Boards: ${boards.map((board) => sigfoxBoards[board].name).join(', ')}.`),
        name,
      );
    }
  });

  it('are listed by the manifest', () => {
    const { contributes } = JSON.parse(read('package.json')) as {
      contributes: { snippets: readonly { language: string; path: string }[] };
    };
    assert.deepEqual(contributes.snippets, [{ language: 'cpp', path: `./${snippetFile}` }]);
  });

  it('are packed, and so is every template', async () => {
    const packed = await listFiles({ cwd: root });
    const wanted = [
      snippetFile,
      ...sketchTemplates().map(({ id }) => `media/sketches/${id}/${id}.ino`),
    ];
    assert.deepEqual(
      wanted.filter((file) => !packed.includes(file) || !existsSync(path.join(root, file))),
      [],
    );
  }).timeout(20_000);
});
