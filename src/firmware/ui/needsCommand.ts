import * as vscode from 'vscode';
import type { Logger } from '../../shared/logger';
import type { ArduinoCli, Outcome, WorkEvents } from '../arduinoCli';
import { arduinoFailure } from '../firmwareErrors';
import { indexWords, installWords, isOffline } from '../installFailure';
import { findNeeds, type NeedsFound } from '../needsFinder';
import { notInstalled, restrictedSetup } from '../setupErrors';
import { baseName } from '../sketchFolder';
import type { Need, SketchWishes } from '../sketchNeeds';
import { readSources } from './sketchFiles';
import { withWorkProgress } from './workProgress';

export interface NeedsDoors {
  readonly arduino: ArduinoCli;
  readonly log: Logger;
  /** The board of the sketch, as far as one is chosen or named by its project file. */
  readonly fqbnOf: (folder: string) => Promise<string | undefined>;
  /** Something new is installed. */
  readonly onDidInstall: () => void;
  /** A platform came with a script of its maker, which has not run. */
  readonly offerScript: (id: string) => Promise<void>;
}

/** A thing that can be installed. */
export type Installable =
  | { readonly kind: 'platform'; readonly id: string }
  | { readonly kind: 'library'; readonly name: string };

/** A platform may bring headers itself, so what is missing besides is known only when it is there. */
const maxRounds = 3;

/**
 * Looks for what a sketch needs, shows it, and installs what the person leaves ticked. This goes to the network, and only
 * after the person asked for it.
 */
export async function installNeeds(
  doors: NeedsDoors,
  folder: string,
  libraryNames: readonly string[] = [],
): Promise<void> {
  if (!vscode.workspace.isTrusted) throw restrictedSetup();
  const sketch = baseName(folder);
  let hasInstalled = false;
  for (let round = 0; round < maxRounds; round++) {
    const found = await look(doors, folder, libraryNames, !hasInstalled);
    if (!found) return;
    if (found.needs.length === 0) {
      sayNothingMissing(sketch, found.unknownHeaders);
      return;
    }
    const chosen = await choose(sketch, found.needs);
    if (!chosen) return;
    for (const item of chosen) {
      if (!(await install(doors, item))) return;
    }
    hasInstalled = true;
    if (chosen.length === 0 || !chosen.some(({ kind }) => kind === 'platform')) break;
  }
  void vscode.window.showInformationMessage(
    vscode.l10n.t('What "{0}" needs is installed.', sketch),
  );
}

/** What is missing; looked up in fresh lists where something is. Undefined when the person stopped it. */
function look(
  { arduino, log, fqbnOf }: NeedsDoors,
  folder: string,
  libraryNames: readonly string[],
  isFirst: boolean,
): Promise<NeedsFound | undefined> {
  const title = vscode.l10n.t('Looking for what "{0}" needs', baseName(folder));
  return withWorkProgress(title, silent, async (events, signal) => {
    const { headers, files } = await readSources(folder);
    const fqbn = await fqbnOf(folder);
    const wishes: SketchWishes = { fqbn, headers, ownFiles: files, libraryNames };
    const known = valueOf(await findNeeds(arduino, wishes, signal));
    const isOpen = known && known.needs.length + known.unknownHeaders.length > 0;
    if (!isOpen || !isFirst) return known;
    await refreshLists(arduino, log, events, signal);
    return valueOf(await findNeeds(arduino, wishes, signal));
  });
}

const silent = () => undefined;

/** Fetches the lists anew. Old ones do as well, so a failure is told only when nothing can be found in them. */
export async function refreshLists(
  arduino: ArduinoCli,
  log: Logger,
  events: WorkEvents,
  signal: AbortSignal,
): Promise<void> {
  events.onProgress({ percent: undefined, message: vscode.l10n.t('fetching the lists') });
  const updates = valueOf(await arduino.updateIndexes(events, signal));
  if (!updates) return;
  const words = indexWords(updates);
  for (const line of words) log.warn(line);
  const [first] = words;
  if (first !== undefined && isOffline(updates)) {
    events.onProgress({ percent: undefined, message: first });
  }
}

/** The value; undefined when the person stopped it; anything else is thrown in words. */
function valueOf<T>(outcome: Outcome<T>): T | undefined {
  if (outcome.kind === 'done') return outcome.value;
  if (outcome.failure.kind === 'cancelled') return undefined;
  throw arduinoFailure(outcome.failure);
}

function sayNothingMissing(sketch: string, unknownHeaders: readonly string[]): void {
  const words =
    unknownHeaders.length === 0
      ? vscode.l10n.t('Everything that "{0}" needs is installed.', sketch)
      : vscode.l10n.t(
          'No platform or library in the lists brings {0}, which "{1}" includes.',
          unknownHeaders.map((header) => `"${header}"`).join(', '),
          sketch,
        );
  void vscode.window.showInformationMessage(words);
}

/** What to install of what is missing; undefined when the person gives up. */
async function choose(
  sketch: string,
  needs: readonly Need[],
): Promise<readonly Installable[] | undefined> {
  const items = needs.map((need) => ({ ...describe(need), need, picked: true }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Install What "{0}" Needs', sketch),
    placeHolder: vscode.l10n.t('What is ticked is fetched and installed'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!chosen) return undefined;
  const decided: Installable[] = [];
  for (const { need } of chosen) {
    const item = need.kind === 'choice' ? await pickLibrary(need) : need;
    if (!item) return undefined;
    decided.push(item);
  }
  return decided;
}

function describe(need: Need): vscode.QuickPickItem {
  switch (need.kind) {
    case 'platform':
      return {
        label: `$(circuit-board) ${need.id}`,
        description: vscode.l10n.t('platform: the board is of it'),
      };
    case 'library':
      return {
        label: `$(library) ${need.name}`,
        description:
          need.header === undefined
            ? vscode.l10n.t('library')
            : vscode.l10n.t('library: brings {0}', need.header),
      };
    case 'choice':
      return {
        label: `$(library) ${need.header}`,
        description: vscode.l10n.t('{0} libraries bring it: asked next', need.libraries.length),
      };
  }
}

/** Several libraries bring a header: which one the sketch means, only the person knows. */
export async function pickLibrary(
  need: Extract<Need, { kind: 'choice' }>,
): Promise<Installable | undefined> {
  const items = need.libraries.map(({ name, version, author, sentence }) => ({
    label: name,
    description: [version, author].filter(Boolean).join(' · '),
    detail: sentence,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Which library with "{0}"?', need.header),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen && { kind: 'library', name: chosen.label };
}

/** Installs with progress; a failure is thrown in words. False when the person stopped it. */
export async function install(
  { arduino, log, onDidInstall, offerScript }: NeedsDoors,
  item: Installable,
): Promise<boolean> {
  const name = item.kind === 'platform' ? item.id : item.name;
  const title = vscode.l10n.t('Installing {0}', name);
  const outcome = await withWorkProgress(title, silent, (events, signal) =>
    item.kind === 'platform'
      ? arduino.installPlatform({ id: item.id, runsScripts: false }, events, signal)
      : arduino.installLibrary({ name: item.name }, events, signal),
  );
  if (outcome.kind === 'failed') {
    if (outcome.failure.kind === 'refused') log.warn(`${name}: ${outcome.failure.message}`);
    const words = installWords(name, outcome.failure);
    if (words === undefined) return false;
    throw notInstalled(words);
  }
  log.info(`installed ${name}`);
  onDidInstall();
  if (item.kind === 'platform') await offerScript(item.id);
  return true;
}
