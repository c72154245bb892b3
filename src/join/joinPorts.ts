import * as vscode from 'vscode';
import type { BoardPort, BoardPortSource } from '../firmware/boardPort';
import { Emitter } from '../shared/event';
import { PortBroker } from '../serial/portBroker';
import type { Joint } from './joint';

/** Who has which port, for all rooms; boards that others know of are added as they come. */
export interface Ports {
  readonly broker: PortBroker;
  readonly boards: () => readonly BoardPort[];
  add(source: BoardPortSource): void;
}

export function createPorts({ owned, clock }: Joint): Ports {
  const sources: BoardPortSource[] = [];
  const changed = owned.add(new Emitter<undefined>());
  const boards = () => sources.flatMap((source) => source.ports);
  const view = {
    get ports() {
      return boards();
    },
    onDidChange: (listener: () => void) => changed.event(listener),
  };
  const after = (delayMs: number, callback: () => void) => clock.after(delayMs, callback);
  const broker = owned.add(new PortBroker(view, after, chooseDevice));
  return {
    broker,
    boards,
    add: (source) => {
      sources.push(source);
      owned.add(source.onDidChange(() => changed.fire(undefined)));
    },
  };
}

async function chooseDevice<Port extends { readonly address: string }>(
  candidates: readonly Port[],
): Promise<Port | undefined> {
  const items = candidates.map((port) => ({ label: port.address, port }));
  const placeHolder = vscode.l10n.t('Several boards may be the one. Which is it?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.port;
}
