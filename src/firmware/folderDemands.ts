import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { SketchProfile } from './sketchYaml';

/** Something a profile of a folder makes arduino-cli fetch or read, so that a person is asked before. */
export type FolderDemand =
  | { readonly kind: 'index'; readonly url: string }
  | { readonly kind: 'platform'; readonly id: string; readonly version: string }
  | { readonly kind: 'library'; readonly name: string; readonly version: string | undefined }
  | { readonly kind: 'folder'; readonly path: string };

/** What opening the profile means, in the order it would happen. Nothing for one that uses only what is installed. */
export function demandsOf(profile: SketchProfile): readonly FolderDemand[] {
  const urls = new Set(profile.platforms.flatMap(({ indexUrl }) => indexUrl ?? []));
  return [
    ...[...urls].map((url): FolderDemand => ({ kind: 'index', url })),
    ...profile.platforms.flatMap(({ id, version }): FolderDemand[] =>
      version === undefined ? [] : [{ kind: 'platform', id, version }],
    ),
    ...profile.libraries.map((library): FolderDemand =>
      library.kind === 'folder'
        ? { kind: 'folder', path: library.path }
        : { kind: 'library', name: library.name, version: library.version },
    ),
  ];
}

/** Stands for exactly these demands: an answer is remembered under it, and asked for anew when anything changes. */
export function demandsKey(demands: readonly FolderDemand[]): string {
  return createHash('sha256').update(JSON.stringify(demands)).digest('hex');
}

/** Each demand as a line to be read before agreeing. */
export function demandLines(demands: readonly FolderDemand[]): readonly string[] {
  return demands.map((demand) => {
    switch (demand.kind) {
      case 'index':
        return l10n.t('List of platforms from {0}', safeLine(demand.url, 200));
      case 'platform':
        return l10n.t('Platform {0} {1}', safeLine(demand.id), safeLine(demand.version));
      case 'library':
        return l10n
          .t('Library {0} {1}', safeLine(demand.name), safeLine(demand.version ?? ''))
          .trim();
      case 'folder':
        return l10n.t('Library in the folder {0}', safeLine(demand.path, 200));
    }
  });
}

/** True for what comes over the network; the rest is read from this machine. */
export function isFetched(demand: FolderDemand): boolean {
  return demand.kind !== 'folder';
}
