import { joinBackend } from './joinBackend';
import { joinDoctor } from './joinDoctor';
import { joinGuide } from './joinGuide';
import { joinHistory } from './joinHistory';
import { joinIdentity } from './joinIdentity';
import { joinMessages } from './joinMessages';
import { createSendings } from './joinSendings';
import { joinSigfox } from './joinSigfox';
import { createSimulator, createVirtualBoard, joinSimulator } from './joinSimulator';
import { joinStack } from './joinStack';
import type { Joint } from './joint';

/** From Sigfox to this window: simulator, identity, stack, callback, messages and the chain. */
export function joinNetworkRooms(joint: Joint) {
  const identity = joinIdentity(joint);
  const simulator = createSimulator(joint);
  const board = createVirtualBoard(joint, simulator);
  const sendings = createSendings(joint);
  const backend = joinBackend(joint, simulator);
  const stack = joinStack(joint, identity, simulator, () => messages.store.deviceCount);
  const messages = joinMessages(joint, simulator, {
    session: identity,
    stackOutputs: () => stack.atAws,
    origins: sendings,
    backend,
  });
  joinSimulator(joint, simulator, board, messages);
  joinHistory(joint, identity, stack, messages);
  const callback = joinSigfox(joint, stack, messages);
  joinGuide(joint, stack, callback);
  joinDoctor(joint, { backend, callback, stack: stack.store, messages });
  return { board, sendings, messages };
}
