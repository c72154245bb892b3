import * as vscode from 'vscode';
import type { AwsChoice } from '../cloud/awsIdentity';
import type { AwsSession } from '../cloud/awsSession';
import { CredentialFailure } from '../cloud/credentialFailure';
import { MissingRightFailure } from '../cloud/iotEndpoint';
import type { AwsEndpoint, BrokerSession, Connection } from '../messages/connection';
import { topicFilterProblem } from '../messages/connectionSettings';
import { EndpointTrouble } from '../messages/messageSource';
import type { AwsDoor } from '../messages/ui/connectCommands';
import { promptTopic } from '../messages/ui/topicPrompt';
import { Emitter } from '../shared/event';
import type { Joint } from './joint';

const topicKey = 'sigfox.aws.topic';

export function awsConnectionId({ profile, region }: AwsChoice): string {
  return `aws:${profile}:${region}`;
}

export interface StackOutputs {
  readonly topic: string;
  readonly region: string;
}

/** AWS IoT Core as one more connection: the identity's profile and region, and a topic. */
export class AwsConnection implements AwsDoor {
  private readonly signedIn = new Emitter<unknown>();

  constructor(
    private readonly joint: Joint,
    private readonly session: AwsSession,
    /** What a stack that is known publishes to: the best suggestion there is. */
    private readonly stack: () => StackOutputs | undefined,
  ) {
    joint.owned.add(this.signedIn);
    joint.owned.add(
      session.onDidChange(({ kind }) => {
        if (kind === 'signedIn') this.signedIn.fire(undefined);
      }),
    );
  }

  /** The connection, once a profile and a topic were chosen. */
  get all(): readonly Connection[] {
    const { choice } = this.session;
    const topic = this.joint.context.globalState.get<unknown>(topicKey);
    return choice && typeof topic === 'string' && topicFilterProblem(topic) === undefined
      ? [this.connection(choice, topic)]
      : [];
  }

  get stackOutputs(): StackOutputs | undefined {
    const stack = this.stack();
    const { choice } = this.session;
    // A profile listens in its own region only.
    if (!stack || (choice && choice.region !== stack.region)) return undefined;
    return this.all[0]?.topicFilters[0] === stack.topic ? undefined : stack;
  }

  async connect(topic?: string): Promise<Connection | undefined> {
    if (!this.session.choice) await vscode.commands.executeCommand('sigfox.cloud.chooseProfile');
    if (!this.session.choice) return undefined;
    const known = this.all[0]?.topicFilters[0];
    const chosen = topic ?? (await promptTopic(this.stack()?.topic ?? known ?? 'sigfox'));
    if (chosen === undefined) return undefined;
    await this.joint.context.globalState.update(topicKey, chosen);
    return this.all[0];
  }

  private connection(choice: AwsChoice, topic: string): Connection {
    return {
      id: awsConnectionId(choice),
      name: choice.profile,
      topicFilters: [topic],
      isSimulated: false,
      endpoint: this.endpoint(choice, topic),
    };
  }

  private endpoint(choice: AwsChoice, topic: string): AwsEndpoint {
    const { session } = this;
    const guarded = <T>(work: () => Promise<T>) =>
      work().catch((error: unknown) => this.fail(error));
    return {
      kind: 'aws',
      // Tells one choice from another; where it is, AWS says at every attempt.
      url: `wss://${choice.region}.iot.invalid/mqtt?${new URLSearchParams({ profile: choice.profile, topic }).toString()}`,
      region: choice.region,
      onDidSignIn: this.signedIn.event,
      credentials: (signal) => guarded(() => session.credentials(signal)),
      address: (signal) => guarded(() => this.address(signal)),
      recheck: (signal) =>
        guarded(async () => {
          await session.recheck(signal);
        }),
      session: (clientId, signal) => this.readSession(clientId, signal),
      identity: () => (session.state.kind === 'signedIn' ? session.state.identity : undefined),
    };
  }

  private async address(signal: AbortSignal): Promise<string> {
    const { credentials, profiles, choice } = await this.signer(signal);
    const { fetchDataEndpointUrl } = await import('../cloud/io/iotDataEndpoint');
    try {
      return await fetchDataEndpointUrl(
        { profiles, choice },
        credentials,
        this.joint.clock,
        signal,
      );
    } catch (error) {
      if (!isSignInNeeded(error)) throw error;
      // Keys of a file do not say when they end; AWS did, so the session looks as well.
      await this.session.recheck(signal);
      throw error;
    }
  }

  private async readSession(clientId: string, signal: AbortSignal): Promise<BrokerSession> {
    const { credentials, profiles, choice } = await this.signer(signal);
    const [{ readIotSession }, address] = await Promise.all([
      import('../cloud/io/iotSession'),
      this.address(signal),
    ]);
    return readIotSession({ profiles, choice, address, clientId }, credentials, signal);
  }

  private async signer(signal: AbortSignal) {
    const credentials = await this.session.credentials(signal);
    const { profiles, choice } = this.session;
    if (!profiles || !choice) throw new Error('resolved without profiles');
    return { credentials, profiles, choice };
  }

  /** What the identity says, in the terms of a connection. */
  private fail(error: unknown): never {
    const { state } = this.session;
    if (state.kind === 'signedOut') {
      throw new EndpointTrouble({ kind: 'signedOut', reason: state.reason });
    }
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof MissingRightFailure) {
      const { action, resource } = error;
      throw new EndpointTrouble({ kind: 'refused', reason, missing: { action, resource } });
    }
    if (isSignInNeeded(error)) {
      // The session ended between two calls: the next attempt finds out by itself.
      throw new EndpointTrouble({ kind: 'lost', reason });
    }
    const mayPass =
      (error instanceof CredentialFailure &&
        error.problem.kind === 'failed' &&
        error.problem.mayPass) ||
      (state.kind === 'failed' && state.mayPass);
    throw new EndpointTrouble({ kind: mayPass ? 'lost' : 'refused', reason });
  }
}

function isSignInNeeded(error: unknown): boolean {
  return error instanceof CredentialFailure && error.problem.kind === 'signInNeeded';
}
