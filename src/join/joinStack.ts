import { readFile } from 'node:fs/promises';
import type { AwsIdentitySource } from '../cloud/awsIdentity';
import type { LaunchDraft } from '../cloud/launchDraft';
import { AwsPlaces } from '../cloud/awsPlaces';
import type { CloudTarget, StackReference } from '../cloud/stackPlace';
import { stackFacts } from '../cloud/stackFacts';
import { StackStore } from '../cloud/stackStore';
import { type GrantSubject, registerStack } from '../cloud/ui/registerStack';
import { localTimeFormat } from '../messages/ui/localTimeFormat';
import { relativeTime } from '../messages/relativeTime';
import type { Event } from '../shared/event';
import type { Simulator } from '../simulator/simulator';
import type { VirtualCloudFormation } from '../simulator/cloud/virtualCloudFormation';
import type { Joint } from './joint';

const referenceKey = 'sigfox.stack';

/** What the stack gives to the rest of the workbench. */
export interface StackTarget {
  readonly store: StackStore;
  readonly current: CloudTarget | undefined;
  /** The same, unless it is one of the simulator's. */
  readonly atAws: CloudTarget | undefined;
  readonly onDidChange: Event<undefined>;
}

/** The stack: at AWS as the identity of this window, or at the simulator while it runs. */
export function joinStack(
  joint: Joint,
  identity: AwsIdentitySource,
  simulator: Simulator,
  deviceCount: () => number,
): StackTarget {
  const { context, owned, commands, keys, clock, chain, log } = joint;
  let virtual: Promise<VirtualCloudFormation> | undefined;
  const format = localTimeFormat();
  const ago = (atMs: number) => relativeTime(atMs, clock.now()) ?? format.dateTime(atMs);
  const places = owned.add(
    new AwsPlaces(
      identity,
      {
        isRunning: () => simulator.isRunning,
        onDidChange: simulator.onDidChange,
        client: () => (virtual ??= createVirtual()),
      },
      async (region) => {
        const { createStackClient } = await import('../cloud/io/createStackClient');
        return createStackClient(identity, region);
      },
    ),
  );
  const store = owned.add(new StackStore(places, clock));
  const remembered = context.globalState.get<StackReference>(referenceKey);
  // The simulator's stacks end with it.
  if (remembered && !(remembered.kind === 'stack' && remembered.placeId === 'simulator')) {
    store.remember(remembered);
  }
  owned.add(
    store.onDidChange(() => {
      void context.globalState.update(referenceKey, store.reference);
      for (const fact of stackFacts(store, clock.now())) chain.report(fact);
      if (store.problem) log.warn(`stack: ${store.problem.reason}`);
    }),
  );
  owned.add(
    registerStack({
      commands,
      keys,
      tree: joint.trees.stack,
      pages: joint.pages,
      store,
      places,
      extensionUri: context.extensionUri,
      format: () => ({ ago, time: (atMs) => format.time(atMs), devices: deviceCount() }),
      createSession,
      grantTextOf,
    }),
  );
  return {
    store,
    get current() {
      return store.target;
    },
    get atAws() {
      const { reference } = store;
      const isSimulated = reference?.kind === 'stack' && reference.placeId === 'simulator';
      return isSimulated ? undefined : store.target;
    },
    onDidChange: store.onDidChange,
  };

  async function createSession(draft: LaunchDraft) {
    const [{ LaunchSession }, { HttpTemplateFetcher }] = await Promise.all([
      import('../cloud/launchSession'),
      import('../cloud/io/httpTemplateFetcher'),
    ]);
    const file = context.asAbsolutePath('media/cloudformation/sigfox-to-iot.yaml');
    const doors = {
      places,
      store,
      clock,
      fetcher: new HttpTemplateFetcher(),
      ownTemplate: () => readFile(file, 'utf8'),
      formatTime: (atMs: number) => format.time(atMs),
      ago,
    };
    return new LaunchSession(doors, draft);
  }

  async function grantTextOf(template: string, { parameters, id, name }: GrantSubject) {
    const [{ reviewText }] = await Promise.all([import('../cloud/reviewText')]);
    const [, , , region = '', account = ''] = id.split(':');
    return reviewText(template, { parameters, region, account, stackName: name });
  }

  async function createVirtual() {
    const { VirtualCloudFormation } = await import('../simulator/cloud/virtualCloudFormation');
    return owned.add(new VirtualCloudFormation(clock));
  }
}
