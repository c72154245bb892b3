import * as vscode from 'vscode';
import { findIncludes } from '../sketchIncludes';

/** What a sketch's own sources say of what it needs. */
export interface SketchSources {
  readonly headers: readonly string[];
  /** All files of the sketch, relative to its folder. */
  readonly files: readonly string[];
}

const source = /\.(?:ino|pde|cpp|cc|c|h|hpp|hh)$/i;
/** arduino-cli compiles the folder and what lies below `src`. More than this is no sketch. */
const maxFiles = 500;
const maxBytes = 1_000_000;

/** Reads the sources, what is typed and not saved yet before what is on the disk. */
export async function readSources(folder: string): Promise<SketchSources> {
  const files = await listFiles(vscode.Uri.file(folder), '');
  const headers = new Set<string>();
  for (const file of files.filter((name) => source.test(name))) {
    const text = await readText(vscode.Uri.joinPath(vscode.Uri.file(folder), file));
    for (const { header } of findIncludes(text ?? '')) headers.add(header);
  }
  return { headers: [...headers], files };
}

export async function inoFilesOf(folder: string): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder));
  return entries
    .filter(([name, type]) => (type & vscode.FileType.File) !== 0 && name.endsWith('.ino'))
    .map(([name]) => name);
}

/** The text of a file; undefined where there is none that can be read. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(
    (document) => document.uri.toString() === uri.toString(),
  );
  return open ? open.getText() : readSavedText(uri);
}

/** The same, as other programs see it. */
export async function readSavedText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxBytes) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

async function listFiles(root: vscode.Uri, below: string): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(root, below));
  const found: string[] = [];
  for (const [name, type] of entries) {
    const path = below === '' ? name : `${below}/${name}`;
    if ((type & vscode.FileType.File) !== 0) found.push(path);
    // Links to folders are not followed: they may lead in circles.
    else if (type === vscode.FileType.Directory && isSourceFolder(path)) {
      found.push(...(await listFiles(root, path)));
    }
    if (found.length > maxFiles) break;
  }
  return found;
}

function isSourceFolder(path: string): boolean {
  return path === 'src' || path.startsWith('src/');
}

/** The project file of a sketch, with the other ending that arduino-cli reads as well. */
export async function findProjectFile(folder: string): Promise<vscode.Uri | undefined> {
  for (const name of ['sketch.yaml', 'sketch.yml']) {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(folder), name);
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch {
      // The next one.
    }
  }
  return undefined;
}
