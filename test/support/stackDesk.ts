import { LaunchSession } from '../../src/cloud/launchSession';
import { emptyDraft, type LaunchDraft } from '../../src/cloud/launchDraft';
import type { PageBlock } from '../../src/cloud/pageBlocks';
import type { StackPlaces } from '../../src/cloud/stackPlace';
import { StackStore } from '../../src/cloud/stackStore';
import { Emitter } from '../../src/shared/event';
import type { Misbehaviour } from '../../src/simulator/cloud/virtualCloudFormation';
import {
  VirtualCloudFormation,
  virtualPlace,
} from '../../src/simulator/cloud/virtualCloudFormation';
import { ManualClock } from './manualClock';

/** A launch page over the stand-in of CloudFormation, on a clock the test owns. */
export class StackDesk {
  readonly clock = new ManualClock();
  readonly misbehaviour: Misbehaviour = {};
  readonly client = new VirtualCloudFormation(this.clock, this.misbehaviour);
  readonly changedPlaces = new Emitter<undefined>();
  readonly places: StackPlaces = {
    onDidChange: this.changedPlaces.event,
    all: () =>
      Promise.resolve([
        {
          ...virtualPlace,
          id: 'aws',
          name: 'AWS',
          account: '111122223333',
          customEndpoint: undefined,
          problem: undefined,
        },
        {
          id: 'simulator',
          name: 'Simulator',
          ...virtualPlace,
          customEndpoint: undefined,
          problem: undefined,
        },
      ]),
    client: () => Promise.resolve(this.client),
  };
  readonly store = new StackStore(this.places, this.clock);
  fetched = new Map<string, string>();

  session(template: string, draft: Partial<LaunchDraft> = {}): LaunchSession {
    return new LaunchSession(
      {
        places: this.places,
        store: this.store,
        clock: this.clock,
        fetcher: { fetch: (url) => Promise.resolve(this.fetched.get(url) ?? '') },
        ownTemplate: () => Promise.resolve(template),
        formatTime: (atMs) => new Date(atMs).toISOString().slice(11, 19),
        ago: () => 'just now',
      },
      { ...emptyDraft, source: 'own', placeId: 'simulator', ...draft },
    );
  }

  /** Lets time pass until the work is done. */
  async settle<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const finished = work.finally(() => {
      isDone = true;
    });
    for (let turn = 0; turn < 2_000 && !(await isSettled(() => isDone)); turn++)
      this.clock.advance(20);
    return finished;
  }

  /** Lets time pass until it holds. */
  async until(holds: () => boolean): Promise<void> {
    for (let turn = 0; turn < 5_000; turn++) {
      if (await isSettled(holds)) return;
      this.clock.advance(50);
    }
    throw new Error('it never came to that');
  }
}

/** Promises that are ready run before the look. */
async function isSettled(holds: () => boolean): Promise<boolean> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  return holds();
}

/** Every text of a page, for a look at what it says. */
export function textsOf(blocks: readonly PageBlock[]): readonly string[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'list':
        return block.items.map(({ text }) => text);
      case 'field':
        return [block.label, block.value, block.problem ?? ''];
      case 'buttons':
        return block.buttons.map(({ id }) => `[${id}]`);
      case 'facts':
        return block.rows.map(({ label, value }) => `${label}=${value}`);
      case 'table':
        return block.rows.map((cells) => cells.map(({ text }) => text).join(' | '));
      default:
        return [block.text];
    }
  });
}
