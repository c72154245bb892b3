// Bundles the extension: a small extension.js, and one file for every heavy door, loaded when it is first opened.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './bootstrap.mjs';

// Packages in the old module format ask for `require` at run time, and for the folder they are in.
const banner =
  "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url),__dirname=import.meta.dirname;";

/** Systems the VSIX brings the native part of the serial port for; on others the monitor says that it is unavailable. */
export const nativeSystems = [
  'darwin-x64+arm64',
  'linux-arm64',
  'linux-x64',
  'win32-arm64',
  'win32-x64',
];

/** What the extension host loads. */
export const extensionBundle = {
  absWorkingDir: root,
  entryPoints: ['src/extension.ts', ...sources('io', 'Worker.ts')],
  entryNames: '[name]',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  external: ['vscode', 'bufferutil', 'utf-8-validate'],
  // A copy of Node's own streams, made for browsers and older versions.
  alias: { 'readable-stream': 'node:stream', debug: './scripts/silentDebug.cjs' },
  chunkNames: '[name]-[hash]',
  banner: { js: banner },
  logLevel: 'warning',
};

export async function buildExtension() {
  fs.rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  copyNatives();
  await build(extensionBundle);
  await build({
    absWorkingDir: root,
    entryPoints: sources('page', 'Page.ts'),
    entryNames: '[name]',
    outdir: 'dist/page',
    bundle: true,
    // What several pages draw with is there once.
    splitting: true,
    chunkNames: '[name]-[hash]',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  });
}

/** The binding looks for its native part in `prebuilds`, beside the folder its own code is in: `dist`. */
function copyNatives() {
  const from = path.join(root, 'node_modules/@serialport/bindings-cpp/prebuilds');
  const to = path.join(root, 'prebuilds');
  fs.rmSync(to, { recursive: true, force: true });
  for (const system of nativeSystems) {
    fs.cpSync(path.join(from, system), path.join(to, system), { recursive: true });
  }
}

/** Files of a kind in every room: workers (`io/*Worker.ts`) and webviews (`page/*Page.ts`) are bundles of their own. */
function sources(door, ending) {
  return fs
    .readdirSync(path.join(root, 'src'))
    .map((room) => `src/${room}/${door}`)
    .filter((folder) => fs.existsSync(path.join(root, folder)))
    .flatMap((folder) => fs.readdirSync(path.join(root, folder)).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith(ending));
}

/** Bundles what runs inside the extension host: the editor and the test runner stay outside. */
export async function buildTests(entries, outdir) {
  await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir,
    outbase: 'test',
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
