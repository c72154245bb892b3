import { callbackSubject } from '../messages/callbackSubject';
import type { Connections } from '../messages/connections';
import type { MessageStore } from '../messages/messageStore';
import type { PayloadSettingsBook } from '../messages/payloadSettingsBook';
import { Emitter } from '../shared/event';
import { type CallbackRoom, registerSigfox } from '../sigfox/ui/registerSigfox';
import type { StackTarget } from './joinStack';
import type { Joint } from './joint';

/** The callback form shows what the stack says, and the live connection where there is no stack. */
export function joinSigfox(
  joint: Joint,
  stack: StackTarget,
  messages: {
    readonly store: MessageStore;
    readonly book: PayloadSettingsBook;
    readonly connections: Connections;
  },
): CallbackRoom {
  const { owned, commands, context } = joint;
  const changed = owned.add(new Emitter<undefined>());
  owned.add(stack.onDidChange(() => changed.fire(undefined)));
  owned.add(messages.connections.onDidChange(() => changed.fire(undefined)));
  const subject = (config?: string) =>
    callbackSubject(messages.store, messages.book, messages.connections, config);
  return owned.add(
    registerSigfox({
      commands,
      pages: joint.pages,
      extensionUri: context.extensionUri,
      target: () => {
        const { region, topic } = subject();
        return {
          ...(region === undefined ? {} : { region }),
          ...(topic === undefined ? {} : { topic }),
          ...stack.current,
        };
      },
      onDidChangeTarget: changed.event,
      subject,
    }),
  );
}
