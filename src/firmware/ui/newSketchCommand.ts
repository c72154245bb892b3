import * as vscode from 'vscode';
import { promptSteps, type Step } from '../../shared/ui/promptSteps';
import { UserError } from '../../shared/userError';
import { sigfoxBoards } from '../sigfoxBoard';
import { sketchNameProblem, suggestSketchName } from '../sketchName';
import { fillTemplate, type SketchTemplate, sketchTemplates } from '../sketchTemplate';

/** Where templates lie, and what a caller from code or from the Explorer has decided already. */
export interface NewSketchRequest {
  readonly templates: vscode.Uri;
  readonly folder?: vscode.Uri | undefined;
  readonly template?: string | undefined;
  readonly name?: string | undefined;
}

/** Asks for template, place, name and device; writes the sketch and opens it in this window. */
export async function newSketch(request: NewSketchRequest): Promise<void> {
  const answer = await askSketch(request);
  if (!answer) return;
  const { template, folder, name, device } = answer;
  const source = vscode.Uri.joinPath(request.templates, template.id, `${template.id}.ino`);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(source));
  const home = vscode.Uri.joinPath(folder, name);
  const sketch = vscode.Uri.joinPath(home, `${name}.ino`);
  await writeNew(sketch, fillTemplate(text, { device }));
  await vscode.window.showTextDocument(sketch, { preview: false });
  void offerFolder(home);
  void offerLibraries(sketch, template);
}

interface SketchAnswer {
  readonly template: SketchTemplate;
  readonly folder: vscode.Uri;
  readonly name: string;
  readonly device: string;
}

/** Stands for "another folder" among the answers. */
const elsewhere = 'elsewhere';

async function askSketch(request: NewSketchRequest): Promise<SketchAnswer | undefined> {
  const templates = sketchTemplates();
  const given = templates.find(({ id }) => id === request.template);
  const { folder: place, name: wanted } = request;
  if (given && place && wanted !== undefined) return checked(given, place, wanted);
  const folders = place ? [place] : (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const taken = new Map<string, readonly string[]>();
  for (const folder of folders) taken.set(folder.toString(), await namesIn(folder));
  const answers = await promptSteps(
    vscode.l10n.t('New Sketch'),
    ([id, where, name, device]): Step | undefined => {
      const template = templates.find((each) => each.id === id);
      if (!template) return askTemplate(templates);
      if (where === undefined) return askFolder(folders);
      if (name === undefined) return askName(template, taken.get(where) ?? []);
      return device === undefined ? askDevice() : undefined;
    },
  );
  if (!answers) return undefined;
  const [id, where = elsewhere, name = '', device = ''] = answers;
  const template = templates.find((each) => each.id === id);
  const folder = where === elsewhere ? await pickFolder() : vscode.Uri.parse(where, true);
  if (!template || !folder) return undefined;
  return { ...(await checked(template, folder, name)), device };
}

/** A name is checked while it is typed; a folder chosen after that may hold the same one. */
async function checked(
  template: SketchTemplate,
  folder: vscode.Uri,
  name: string,
): Promise<SketchAnswer> {
  const problem = sketchNameProblem(name, await namesIn(folder));
  if (problem !== undefined) {
    throw new UserError(vscode.l10n.t('The sketch was not created: {0}', problem));
  }
  return { template, folder, name, device: '' };
}

async function namesIn(folder: vscode.Uri): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs
    .readDirectory(folder)
    .then(undefined, (): [string, vscode.FileType][] => []);
  return entries.map(([name]) => name);
}

function askTemplate(templates: readonly SketchTemplate[]): Step {
  return {
    kind: 'pick',
    placeholder: vscode.l10n.t('What shall it do?'),
    items: templates.map(({ id, title, detail, boards, payloadConfig }) => ({
      label: title,
      description: boards.map((board) => sigfoxBoards[board].name).join(', '),
      detail: `${detail} · ${payloadConfig}`,
      value: id,
    })),
  };
}

function askFolder(folders: readonly vscode.Uri[]): Step {
  return {
    kind: 'pick',
    placeholder: vscode.l10n.t('Where? The sketch gets a folder of its own there.'),
    items: [
      ...folders.map((folder) => ({
        label: `$(folder) ${vscode.workspace.asRelativePath(folder, true)}`,
        description: folder.fsPath,
        value: folder.toString(),
      })),
      { label: vscode.l10n.t('$(folder-opened) Another folder…'), value: elsewhere },
    ],
  };
}

function askName(template: SketchTemplate, taken: readonly string[]): Step {
  return {
    kind: 'text',
    prompt: vscode.l10n.t('What is it called? Folder and file get this name.'),
    value: suggestSketchName(template.name, taken),
    check: (text) => {
      const message = sketchNameProblem(text, taken);
      return message === undefined ? undefined : { message, isBlocking: true };
    },
  };
}

function askDevice(): Step {
  return {
    kind: 'text',
    prompt: vscode.l10n.t('For which device? Written in a comment; may be left empty.'),
    placeholder: vscode.l10n.t('Greenhouse 3 (1D743)'),
  };
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Where shall the sketch be?'),
    openLabel: vscode.l10n.t('Create Here'),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return picked?.[0];
}

/** Never over a file that is there: somebody may have made one since the name was checked. */
async function writeNew(file: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, { contents: new TextEncoder().encode(text), overwrite: false });
  if (await vscode.workspace.applyEdit(edit)) return;
  throw new UserError(vscode.l10n.t('Could not write "{0}".', file.fsPath));
}

/** Opening a folder ends everything that runs in this window, so it is only offered, and only where it is news. */
async function offerFolder(home: vscode.Uri): Promise<void> {
  if (vscode.workspace.getWorkspaceFolder(home)) return;
  const open = vscode.l10n.t('Open Folder');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The sketch is in "{0}". Opening that folder starts this window anew.',
      home.fsPath,
    ),
    open,
  );
  if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder', home);
}

/** What the template builds on comes from the network, so it is only offered. */
async function offerLibraries(
  sketch: vscode.Uri,
  { libraries, boards }: SketchTemplate,
): Promise<void> {
  const [board] = boards;
  if (libraries.length === 0 || !board) return;
  const install = vscode.l10n.t('Install…');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The sketch is for {0} and builds on {1}.',
      sigfoxBoards[board].name,
      libraries.map((name) => `"${name}"`).join(', '),
    ),
    install,
  );
  if (chosen !== install) return;
  const { fqbn } = sigfoxBoards[board];
  await vscode.commands.executeCommand('sigfox.firmware.installNeeds', sketch, libraries, fqbn);
}
