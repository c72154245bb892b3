import * as vscode from 'vscode';
import { demandLines, demandsKey, demandsOf, type FolderDemand } from '../folderDemands';
import { badProjectFile, restrictedSetup } from '../setupErrors';
import { baseName } from '../sketchFolder';
import type { SketchProfile, SketchYaml, SketchYamlReading } from '../sketchYaml';
import type { RememberedBoard } from '../sketchYamlEdit';
import { findProjectFile, readSavedText } from './sketchFiles';

const profilesKey = 'firmware.profiles';
const consentsKey = 'firmware.consents';
/** An answer that old has been forgotten by the person as well. */
const maxConsents = 200;
const shownDemands = 15;

/** Reads and writes the text of a project file; loaded when the first one is met. */
export interface ProjectText {
  parseSketchYaml(text: string): SketchYamlReading;
  rememberBoard(text: string, board: RememberedBoard, profile?: string): string | undefined;
}

/** What a sketch's project file says, which profile is in use, and what the person has agreed to. */
export class ProjectFile {
  constructor(
    private readonly storage: vscode.Memento,
    private readonly text: () => Promise<ProjectText>,
  ) {}

  /** Nothing for a sketch without a project file; a bad file is thrown in words. */
  async read(folder: string): Promise<SketchYaml | undefined> {
    const uri = await findProjectFile(folder);
    if (!uri) return undefined;
    const text = await this.text();
    const { project, problems } = text.parseSketchYaml((await readSavedText(uri)) ?? '\0');
    if (project) return project;
    const [problem = { line: 0, column: 0, message: '' }] = problems;
    const place = new vscode.Range(problem.line, problem.column, problem.line, problem.column);
    throw badProjectFile(baseName(uri.fsPath), problem, {
      command: 'vscode.open',
      arguments: [uri, { selection: place }],
    });
  }

  /** The profile in use: the one chosen here, else the file's default. */
  async profile(folder: string): Promise<SketchProfile | undefined> {
    const project = await this.read(folder);
    const name = this.chosen[folder] ?? project?.defaultProfile;
    return project?.profiles.find((profile) => profile.name === name);
  }

  /** The empty name stands for none, also where the file has a default. */
  async choose(folder: string, name: string): Promise<void> {
    await this.storage.update(profilesKey, { ...this.chosen, [folder]: name });
  }

  /**
   * Shows once what opening a profile makes arduino-cli fetch and read, and asks. The answer counts for exactly these
   * demands, and is asked for anew when the file demands anything else.
   */
  async isAllowed(folder: string, profile: SketchProfile): Promise<boolean> {
    if (!vscode.workspace.isTrusted) throw restrictedSetup();
    const demands = demandsOf(profile);
    const key = demandsKey(demands);
    if (demands.length === 0 || this.consents.includes(key)) return true;
    const isAllowed = await ask(baseName(folder), profile.name, demands, folder);
    if (isAllowed) {
      await this.storage.update(consentsKey, [key, ...this.consents].slice(0, maxConsents));
    }
    return isAllowed;
  }

  /** Writes the board into the file, everything else in it as it was; gives the file. */
  async remember(folder: string, board: RememberedBoard): Promise<vscode.Uri> {
    // A file that cannot be read is told of, not overwritten.
    const profile = await this.profile(folder);
    const root = vscode.Uri.file(folder);
    const uri = (await findProjectFile(folder)) ?? vscode.Uri.joinPath(root, 'sketch.yaml');
    const text = (await readSavedText(uri)) ?? '';
    const written = (await this.text()).rememberBoard(text, board, profile?.name);
    if (written === undefined) throw new Error(`${uri.fsPath} cannot be written`);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(written));
    return uri;
  }

  private get chosen(): Readonly<Record<string, string | undefined>> {
    const kept = this.storage.get<unknown>(profilesKey);
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, string>) : {};
  }

  private get consents(): readonly string[] {
    const kept = this.storage.get<unknown>(consentsKey);
    return Array.isArray(kept) ? kept.filter((key) => typeof key === 'string') : [];
  }
}

async function ask(
  sketch: string,
  profile: string,
  demands: readonly FolderDemand[],
  folder: string,
): Promise<boolean> {
  const open = vscode.l10n.t('Open Profile');
  const show = vscode.l10n.t('Show sketch.yaml');
  const lines = demandLines(demands);
  const more = lines.length - shownDemands;
  const detail = [
    ...lines.slice(0, shownDemands).map((line) => `• ${line}`),
    ...(more > 0 ? [vscode.l10n.t('… and {0} more', more)] : []),
    '',
    vscode.l10n.t('Platforms bring programs that run on this machine when a sketch is compiled.'),
  ].join('\n');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The folder asks for this: profile "{0}" of the sketch "{1}" makes arduino-cli fetch and use',
      profile,
      sketch,
    ),
    { modal: true, detail },
    open,
    show,
  );
  if (answer === show) {
    const file = await findProjectFile(folder);
    if (file) await vscode.window.showTextDocument(file);
  }
  return answer === open;
}
