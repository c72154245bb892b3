import * as l10n from '@vscode/l10n';
import type { Disposable } from '../shared/disposable';
import { Emitter, type Event } from '../shared/event';
import { UserError } from '../shared/userError';
import type { AwsIdentitySource } from './awsIdentity';
import type { StackClient } from './stackClient';
import type { StackPlace, StackPlaces } from './stackPlace';

/** The simulator, as far as stacks are concerned. */
export interface SimulatedPlace {
  isRunning(): boolean;
  readonly onDidChange: Event<undefined>;
  client(): Promise<StackClient>;
}

/** The account of this window's identity and, while it runs, the simulator. */
export class AwsPlaces implements StackPlaces, Disposable {
  private readonly changed = new Emitter<undefined>();
  private readonly subscriptions: readonly Disposable[];
  private readonly clients = new Map<string, Promise<StackClient>>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly identity: AwsIdentitySource,
    private readonly simulator: SimulatedPlace,
    private readonly createClient: (region: string) => Promise<StackClient>,
  ) {
    this.subscriptions = [
      identity.onDidChange(() => {
        // Another identity may have another endpoint.
        this.clients.clear();
        this.changed.fire(undefined);
      }),
      simulator.onDidChange(() => this.changed.fire(undefined)),
    ];
  }

  async all(signal: AbortSignal): Promise<readonly StackPlace[]> {
    const simulated: StackPlace = {
      id: 'simulator',
      name: l10n.t('Simulator'),
      account: '000000000000',
      region: 'eu-west-1',
      customEndpoint: undefined,
      problem: undefined,
    };
    return [await this.aws(signal), ...(this.simulator.isRunning() ? [simulated] : [])];
  }

  client(placeId: StackPlace['id'], region: string): Promise<StackClient> {
    if (placeId === 'simulator') {
      if (!this.simulator.isRunning()) throw stopped();
      return this.simulator.client();
    }
    const known = this.clients.get(region);
    if (known) return known;
    const made = this.createClient(region);
    this.clients.set(region, made);
    return made;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private async aws(signal: AbortSignal): Promise<StackPlace> {
    const place = { id: 'aws', account: '', region: '', customEndpoint: undefined } as const;
    if (this.identity.state.kind === 'none') {
      const problem = l10n.t('Choose an AWS profile, or start the simulator.');
      return { ...place, name: l10n.t('AWS'), problem };
    }
    try {
      const { profile, region, account, customEndpoint } = await this.identity.identity(signal);
      const name = `${profile} · ${region} · ${account}`;
      return { id: 'aws', name, account, region, customEndpoint, problem: undefined };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { ...place, name: l10n.t('AWS'), problem: error.message };
    }
  }
}

function stopped(): UserError {
  return new UserError(l10n.t('The simulator is not running, and its stacks end with it.'), {
    action: { title: l10n.t('Start Simulator'), command: 'sigfox.simulator.start' },
  });
}
