import type * as vscode from 'vscode';
import type { Disposable } from '../../shared/disposable';
import type { Connections } from '../connections';
import type { BookStorage } from '../payloadSettingsBook';

const connectedKey = 'sigfox.connected';
const bookKey = 'sigfox.book';
const mutedKey = 'sigfox.muted';

/** Which connections this window used, so that they come back after a reload. Names only: no secret, no address. */
export class RememberedConnections implements Disposable {
  /** Ids of the connections before this start. */
  readonly previous: readonly string[];
  private readonly subscription: Disposable;

  constructor(state: vscode.Memento, connections: Connections) {
    const stored = state.get<unknown>(connectedKey);
    this.previous = Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
    let written = JSON.stringify(this.previous);
    this.subscription = connections.onDidChange(() => {
      const ids = connections.all.map(({ connection }) => connection.id);
      if (JSON.stringify(ids) === written) return;
      written = JSON.stringify(ids);
      void state.update(connectedKey, ids);
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

/** Payload configs and names belong to the person, not to one window. */
export function bookStorage(state: vscode.Memento): BookStorage {
  return {
    read: () => state.get<unknown>(bookKey),
    write: (book) => void state.update(bookKey, book),
  };
}

/** Devices of which the person wants to hear nothing. */
export function mutedStorage(state: vscode.Memento) {
  return {
    read: () => state.get<unknown>(mutedKey),
    write: (keys: readonly string[]) => void state.update(mutedKey, keys),
  };
}
