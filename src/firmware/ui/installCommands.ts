import * as vscode from 'vscode';
import { UserError } from '../../shared/userError';
import type { Library, Outcome, Platform } from '../arduinoCli';
import { arduinoFailure } from '../firmwareErrors';
import { restrictedSetup } from '../setupErrors';
import { needForHeader } from '../sketchNeeds';
import {
  type Installable,
  install,
  type NeedsDoors,
  pickLibrary,
  refreshLists,
} from './needsCommand';
import { withWorkProgress } from './workProgress';

/** Installs the library that brings a header or has a name; without either, one the person searches for. */
export async function installLibrary(doors: NeedsDoors, text?: string): Promise<boolean> {
  if (!vscode.workspace.isTrusted) throw restrictedSetup();
  const wanted =
    text ?? (await promptSearch(vscode.l10n.t('Name, header or purpose of a library')));
  if (wanted === undefined) return false;
  const isHeader = /\.h(?:pp|h)?$/i.test(wanted);
  const search = isHeader ? `provides:${wanted}` : wanted;
  const found = await searched(doors, (signal) => doors.arduino.searchLibraries(search, signal));
  if (!found) return false;
  const item = isHeader ? await forHeader(wanted, found) : await pickFrom(wanted, found);
  return item ? install(doors, item) : false;
}

/** Installs a platform by its id; without one, one the person searches for. */
export async function installPlatform(doors: NeedsDoors, id?: string): Promise<boolean> {
  if (!vscode.workspace.isTrusted) throw restrictedSetup();
  const wanted = id ?? (await promptSearch(vscode.l10n.t('Name of a board or platform')));
  if (wanted === undefined) return false;
  const found = await searched(doors, (signal) => doors.arduino.platforms(wanted, signal));
  if (!found) return false;
  if (id !== undefined) return install(doors, { kind: 'platform', id });
  const item = await pickPlatform(wanted, found);
  return item ? install(doors, item) : false;
}

function promptSearch(prompt: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({ prompt, ignoreFocusOut: true });
}

/** Searches the lists, and once more in fresh ones when nothing is found. */
function searched<T>(
  { arduino, log }: NeedsDoors,
  search: (signal: AbortSignal) => Promise<Outcome<readonly T[]>>,
): Promise<readonly T[] | undefined> {
  const title = vscode.l10n.t('Searching the lists');
  return withWorkProgress(
    title,
    () => undefined,
    async (events, signal) => {
      const known = await search(signal);
      if (known.kind === 'done' && known.value.length > 0) return known.value;
      if (known.kind === 'done') await refreshLists(arduino, log, events, signal);
      const fresh = known.kind === 'done' ? await search(signal) : known;
      if (fresh.kind === 'done') return fresh.value;
      if (fresh.failure.kind === 'cancelled') return undefined;
      throw arduinoFailure(fresh.failure);
    },
  );
}

async function forHeader(
  header: string,
  found: readonly Library[],
): Promise<Installable | undefined> {
  const need = needForHeader(header, found);
  if (need?.kind === 'choice') return pickLibrary(need);
  if (need?.kind === 'library') return need;
  throw new UserError(vscode.l10n.t('No library in the lists brings "{0}".', header));
}

function pickFrom(text: string, found: readonly Library[]): Promise<Installable | undefined> {
  if (found.length === 0) throw nothingFound(text);
  return pickLibrary({ kind: 'choice', header: text, libraries: found });
}

async function pickPlatform(
  text: string,
  found: readonly Platform[],
): Promise<Installable | undefined> {
  if (found.length === 0) throw nothingFound(text);
  const items = found.map(({ id, name, maintainer, installedVersion, latestVersion, boards }) => ({
    label: name || id,
    description: [id, installedVersion ?? latestVersion, maintainer].filter(Boolean).join(' · '),
    detail: boards.map((board) => board.name).join(', '),
    id,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Which platform with "{0}"?', text),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return chosen && { kind: 'platform', id: chosen.id };
}

function nothingFound(text: string): UserError {
  return new UserError(vscode.l10n.t('Nothing in the lists fits "{0}".', text));
}
