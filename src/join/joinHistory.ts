import type { AwsSession } from '../cloud/awsSession';
import { readHistory } from '../cloud/stackHistory';
import type { MessageArchive } from '../messages/messageArchive';
import { awsConnectionId } from './joinAwsConnection';
import type { StackTarget } from './joinStack';
import type { Joint } from './joint';

/** The table of the stack, where it has one, keeps messages that no window listened to. */
export function joinHistory(
  { clock, owned }: Joint,
  identity: AwsSession,
  stack: StackTarget,
  messages: {
    addArchives(source: () => readonly MessageArchive[]): void;
    archivesChanged(): void;
  },
): void {
  // A stack that is only remembered has to be asked for its table: once, and again as somebody else.
  let asked: unknown;
  owned.add(stack.onDidChange(() => messages.archivesChanged()));
  owned.add(
    identity.onDidChange(() => {
      asked = undefined;
      messages.archivesChanged();
    }),
  );
  messages.addArchives(() => {
    const { choice } = identity;
    const { reference, snapshot } = stack.store;
    if (reference && !snapshot && asked !== reference) {
      asked = reference;
      void stack.store.refresh();
    }
    const { historyTable, region } = stack.current ?? {};
    if (!choice || historyTable === undefined || region !== choice.region) return [];
    return [
      {
        connectionId: awsConnectionId(choice),
        name: historyTable,
        async *read(request, signal) {
          const { DynamoTable } = await import('../cloud/io/dynamoTable');
          const table = new DynamoTable(identity, region, historyTable, clock);
          for await (const { items, isCut } of readHistory(table, request, signal)) {
            yield { messages: items.map(received), isCut };
          }
        },
      },
    ];
  });
}

function received(item: {
  readonly topic: string;
  readonly body: string;
  readonly receivedAtMs: number;
}) {
  const { topic, body, receivedAtMs } = item;
  return { topic, body: new TextEncoder().encode(body), receivedAtMs, isRepeated: false };
}
