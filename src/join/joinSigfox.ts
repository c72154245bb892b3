import { Emitter } from '../shared/event';
import type { CallbackTarget } from '../sigfox/callbackForm';
import type { SampleMessage } from '../sigfox/callbackFormView';
import { registerSigfox } from '../sigfox/ui/registerSigfox';
import type { Joint } from './joint';

/** The callback form shows what the messages and the AWS side say. */
export function joinSigfox(
  joint: Joint,
  messages: {
    callbackSubject(): CallbackTarget & {
      readonly config: string;
      readonly sample: SampleMessage | undefined;
    };
    onDidChangeConnections(listener: () => void): { dispose(): void };
  },
): void {
  const { owned, commands, context } = joint;
  const changed = owned.add(new Emitter<undefined>());
  owned.add(messages.onDidChangeConnections(() => changed.fire(undefined)));
  owned.add(
    registerSigfox({
      commands,
      extensionUri: context.extensionUri,
      target: () => messages.callbackSubject(),
      onDidChangeTarget: changed.event,
      subject: () => messages.callbackSubject(),
    }),
  );
}
