import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { registerDoctor } from './doctor/ui/registerDoctor';
import { joinBackend } from './join/joinBackend';
import { joinFirmware, type PublicApi } from './join/joinFirmware';
import { joinIdentity } from './join/joinIdentity';
import { joinMessages } from './join/joinMessages';
import { createSendings, joinSerial } from './join/joinSerial';
import { createSimulator, createVirtualBoard, joinSimulator } from './join/joinSimulator';
import { joinSketches } from './join/joinSketches';
import { joinSigfox } from './join/joinSigfox';
import { joinStack } from './join/joinStack';
import { createJoint } from './join/joint';

/** Joins the rooms, each in a file of `join/`; nothing else. */
export function activate(context: vscode.ExtensionContext): PublicApi {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const joint = createJoint(context);
  const { owned, log, commands, chain } = joint;

  owned.add(commands.register('sigfox.showLog', () => log.show()));
  owned.add(registerDoctor(chain));
  const identity = joinIdentity(joint);
  const simulator = createSimulator(joint);
  const board = createVirtualBoard(joint, simulator);
  const sendings = createSendings(joint);
  const backend = joinBackend(joint, simulator);
  const messages = joinMessages(joint, simulator, {
    session: identity,
    origins: sendings,
    backend,
  });
  joinSimulator(joint, simulator, board, messages);
  const stack = joinStack(joint, identity, simulator, () => messages.store.deviceCount);
  joinSigfox(joint, stack, messages);
  const { memory, api, ports } = joinFirmware(joint, board);
  joinSketches(joint, memory);
  joinSerial(joint, { ports, broker: api.ports, board, sendings, messages });
  return api;
}
