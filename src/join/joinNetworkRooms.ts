import { registerDoctor } from '../doctor/ui/registerDoctor';
import { joinBackend } from './joinBackend';
import { joinIdentity } from './joinIdentity';
import { joinMessages } from './joinMessages';
import { createSendings } from './joinSendings';
import { joinSigfox } from './joinSigfox';
import { createSimulator, createVirtualBoard, joinSimulator } from './joinSimulator';
import { joinStack } from './joinStack';
import type { Joint } from './joint';

/** From Sigfox to this window: simulator, identity, stack, callback, messages and the chain. */
export function joinNetworkRooms(joint: Joint) {
  const { owned, chain, trees } = joint;
  owned.add(registerDoctor(chain, trees.chain));
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
  return { board, sendings, messages };
}
