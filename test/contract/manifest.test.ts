import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { commandIds, contextKeys, pageTypes, settings, viewIds } from '../../src/contributions';
import { stackCapabilities } from '../../src/cloud/stackRows';
import { capabilities } from '../../src/messages/treeNode';
import { backendCapabilities } from '../../src/sigfox/backendRows';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly views: Readonly<
      Record<string, readonly { id: string; icon: string; when?: string }[]>
    >;
    readonly viewsContainers: Readonly<Record<string, readonly { icon: string }[]>>;
    readonly viewsWelcome: readonly { view: string; contents: string; when: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly MenuItem[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { default: unknown; scope: string }>>;
    };
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const texts = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<
  string,
  string
>;
const { contributes } = manifest;
const menuItems = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
const views = Object.values(contributes.views).flat();
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
const whens = [...menuItems, ...contributes.viewsWelcome, ...views].flatMap(
  ({ when }) => when ?? [],
);

describe('the manifest', () => {
  it('names the same commands as the code', () => {
    assert.deepEqual(
      sorted(contributes.commands.map((c) => c.command)),
      sorted(Object.keys(commandIds)),
    );
  });

  it('names the same views as the code', () => {
    assert.deepEqual(sorted(views.map((view) => view.id)), sorted(Object.values(viewIds)));
  });

  it('names the same settings with the same defaults as the code, each out of reach of a folder', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(
      Object.fromEntries(Object.entries(properties).map(([id, setting]) => [id, setting.default])),
      settings,
    );
    assert.deepEqual(
      Object.values(properties).map((setting) => setting.scope),
      Object.values(properties).map(() => 'machine'),
    );
  });

  it('gives every command the category and a title in title case', () => {
    for (const { command, title, category } of contributes.commands) {
      assert.equal(category, 'Sigfox', command);
      assert.match(
        text(title),
        /^[A-Z][a-z]+( ([A-Z][A-Za-z]*|a|an|and|as|in|the|clangd|sketch\.yaml|of|from|to|Be))*[…?]?$/,
        command,
      );
    }
  });

  it('offers only commands that exist', () => {
    const texts = [
      ...contributes.viewsWelcome.map(({ contents }) => contents),
      ...steps.map(({ description }) => description),
    ];
    const linked = texts.flatMap((contents) =>
      [...text(contents).matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1] ?? ''),
    );
    const known = new Set([
      ...Object.keys(commandIds),
      // The editor makes a focus command for every view.
      ...Object.values(viewIds).map((id) => `${id}.focus`),
    ]);
    const unknown = [...menuItems.map((item) => item.command), ...linked].filter(
      (id) => !known.has(id),
    );
    assert.deepEqual(unknown, []);
    assert.ok(linked.length > 0);
  });

  it('asks only for context keys that the code sets', () => {
    const own = new Set(
      [...whens, ...steps.flatMap((step) => step.completionEvents)].flatMap(
        (when) => when.match(/\bsigfox\.\w+/g) ?? [],
      ),
    );
    for (const id of Object.values(viewIds)) own.delete(id);
    assert.deepEqual(sorted([...own]), sorted(Object.keys(contextKeys)));
  });

  it('asks only for capabilities that a row can have', () => {
    const words = new Set(
      whens.flatMap((when) => /viewItem =~ \/\\b(\w+)\\b\//.exec(when)?.[1] ?? []),
    );
    assert.deepEqual(
      [...words].filter(
        (word) =>
          ![...capabilities, ...stackCapabilities, ...backendCapabilities].some(
            (known) => known === word,
          ),
      ),
      [],
    );
    assert.ok(words.size > 5);
  });

  it('shows exactly one welcome text of the Messages view at any time', () => {
    const shown = (connected: boolean, connecting: boolean) =>
      contributes.viewsWelcome.filter(
        ({ view, when }) =>
          view === viewIds.messages &&
          evaluate(when, { 'sigfox.connected': connected, 'sigfox.connecting': connecting }),
      ).length;
    assert.deepEqual(
      [shown(false, false), shown(false, true), shown(true, false), shown(true, true)],
      [1, 1, 1, 1],
    );
  });

  it('names only files that exist and are not empty', () => {
    const files = [
      manifest.icon,
      ...Object.values(contributes.viewsContainers).flatMap((all) => all.map(({ icon }) => icon)),
      ...views.map((view) => view.icon),
      ...steps.map(({ media }) => media.svg),
    ];
    for (const file of files) {
      assert.ok(
        existsSync(path.join(root, file)) && statSync(path.join(root, file)).size > 0,
        file,
      );
    }
  });

  it('uses every text of package.nls.json and no other', () => {
    const used = new Set(
      [...readFileSync(path.join(root, 'package.json'), 'utf8').matchAll(/"%([\w.]+)%"/g)].map(
        (match) => match[1] ?? '',
      ),
    );
    assert.deepEqual(sorted([...used]), sorted(Object.keys(texts)));
  });

  it('activates by language and for its pages only, never at start-up and by no glob', () => {
    assert.deepEqual(manifest.activationEvents, [
      'onLanguage:cpp',
      'onLanguage:arduino',
      'onLanguage:ino',
      ...Object.values(pageTypes).map((type) => `onWebviewPanel:${type}`),
    ]);
  });
});

describe('the sources', () => {
  it('keep extension.ts to 120 lines and shared/ to twelve files of its own', () => {
    const lines = readFileSync(path.join(root, 'src/extension.ts'), 'utf8').split('\n').length;
    assert.ok(lines <= 121, `${lines} lines`);
    assert.ok(
      readdirSync(path.join(root, 'src/shared')).filter((name) => name.endsWith('.ts')).length <=
        12,
    );
  });
});

function text(reference: string): string {
  return texts[reference.replaceAll('%', '')] ?? reference;
}

function sorted(words: readonly string[]): string[] {
  return [...words].sort();
}

/** Enough of the editor's when clauses for keys, `!` and `&&`. */
function evaluate(when: string, values: Readonly<Record<string, boolean>>): boolean {
  return when
    .split('&&')
    .map((term) => term.trim())
    .every((term) =>
      term.startsWith('!') ? values[term.slice(1)] !== true : values[term] === true,
    );
}
