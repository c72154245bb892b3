import { CatchUp } from '../../src/messages/catchUp';
import type { Connection } from '../../src/messages/connection';
import { Connections } from '../../src/messages/connections';
import type { MessageArchive } from '../../src/messages/messageArchive';
import type { SessionEnd } from '../../src/messages/messageSource';
import { MessageHistory } from '../../src/messages/messageHistory';
import { MessageResults } from '../../src/messages/messageResults';
import { MessageStore } from '../../src/messages/messageStore';
import { MessageTree, type TreeSources } from '../../src/messages/messageTree';
import { PayloadSettingsBook, type StoredBook } from '../../src/messages/payloadSettingsBook';
import type { RowId } from '../../src/messages/treeNode';
import { ViewState } from '../../src/messages/viewState';
import { ManualClock } from './manualClock';

export const howToTimeMs = 1_479_817_071_000;

/** A tree over one connection, with time that stands still at the how-to's message plus ten minutes. */
export function createTree(ends: Readonly<Record<string, SessionEnd>> = {}) {
  const archives: MessageArchive[] = [];
  const clock = new ManualClock(howToTimeMs + 600_000);
  const store = new MessageStore();
  const view = new ViewState();
  let stored: StoredBook | undefined;
  const book = new PayloadSettingsBook({ read: () => stored, write: (next) => (stored = next) });
  const connections = new Connections({
    clock,
    random: () => 0.5,
    nextClientId: () => 'id',
    source: {
      open: ({ endpoint }) => {
        const end = ends[endpoint.url];
        return Promise.resolve(
          end
            ? { kind: 'ended', end }
            : {
                kind: 'open',
                session: {
                  protocol: 'MQTT 5',
                  publish: () => Promise.resolve(),
                  close: () => Promise.resolve(),
                },
              },
        );
      },
    },
  });
  const format = {
    time: (atMs: number) => new Date(atMs).toISOString().slice(11, 19),
    dateTime: (atMs: number) => new Date(atMs).toISOString().slice(0, 19).replace('T', ' '),
  };
  const history = new MessageHistory({ store, clock, open: () => Promise.resolve(undefined) });
  const results = new MessageResults({ store, history, connections, book, clock });
  const catchUp = new CatchUp({
    store,
    history,
    shown: { decode: (message) => tree.decode(message) },
    archives: () => archives,
    now: () => clock.now(),
  });
  const sources: TreeSources = {
    store,
    history,
    results,
    catchUp,
    connections,
    book,
    view,
    clock,
    format,
  };
  const tree: MessageTree = new MessageTree(sources);
  const add = (body: object | string, connectionId = 'home') =>
    store.add(connectionId, {
      topic: 'sigfox',
      body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
      receivedAtMs: clock.now(),
      isRepeated: false,
    });
  /** Every row with what shows of it, unfolded to the depth asked for. */
  const show = (depth: number, rows: readonly RowId[] = tree.roots(), indent = ''): string[] =>
    rows.flatMap((row) => {
      const node = tree.node(row);
      const line = `${indent}${node?.icon ? `[${node.icon.name}] ` : ''}${node?.label ?? '?'} | ${node?.description ?? '?'}`;
      return [line, ...(depth > 1 ? show(depth - 1, tree.children(row), `${indent}  `) : [])];
    });
  return { ...sources, catchUp, archives, clock, tree, add, show, storedBook: () => stored };
}

export function connectionTo(id: string, url = 'mqtt://home'): Connection {
  return {
    id,
    name: id,
    topicFilters: ['sigfox'],
    isSimulated: false,
    endpoint: { kind: 'broker', url },
  };
}

export const settled = () => new Promise((resolve) => setImmediate(resolve));
