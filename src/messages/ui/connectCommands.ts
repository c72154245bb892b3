import * as vscode from 'vscode';
import { settings } from '../../contributions';
import type { Logger } from '../../shared/logger';
import { UserError } from '../../shared/userError';
import type { Connection, TlsFiles } from '../connection';
import { type ConfiguredBroker, readConnectionSettings } from '../connectionSettings';
import { type BrokerEntry, promptBroker } from './brokerForm';
import { BrokerSecrets } from './brokerSecrets';

const setting = 'sigfox.connections';

/** AWS IoT as a place to connect to. */
export interface AwsDoor {
  /** What a stack publishes to and where, while this window does not have that as a connection. */
  readonly stackOutputs: { readonly topic: string; readonly region: string } | undefined;
  /** Asks for a profile and a topic where they are not known; undefined when the person left. */
  connect(topic?: string): Promise<Connection | undefined>;
}

/** Connections a person can choose from: those of the setting, and those other rooms bring while they run. */
export class ConnectionChoice {
  private readonly secrets: BrokerSecrets;

  constructor(
    secrets: vscode.SecretStorage,
    private readonly others: () => readonly Connection[],
    private readonly log: Logger,
    private readonly aws: AwsDoor,
  ) {
    this.secrets = new BrokerSecrets(secrets);
  }

  get all(): readonly Connection[] {
    return [...this.others(), ...this.configured.map((broker) => this.connectionTo(broker))];
  }

  /** Asks for what AWS IoT needs and is not known. */
  connectAws(topic?: string): Promise<Connection | undefined> {
    return this.aws.connect(topic);
  }

  /** Asks which; undefined when the person left. */
  async pick(): Promise<Connection | undefined> {
    const items = this.all.map((connection) => ({
      label: `$(radio-tower) ${connection.name}`,
      description: connection.topicFilters.join(', '),
      connection,
    }));
    const outputs = this.aws.stackOutputs;
    const stack = outputs && {
      label: `$(cloud) ${outputs.topic}`,
      description: vscode.l10n.t('from the outputs of the stack, in {0}', outputs.region),
      connection: undefined,
    };
    const aws = {
      label: `$(cloud) ${vscode.l10n.t('AWS IoT…')}`,
      description: vscode.l10n.t('with an AWS profile'),
      connection: undefined,
    };
    const add = { label: `$(add) ${vscode.l10n.t('Add a Broker…')}`, connection: undefined };
    const chosen = await vscode.window.showQuickPick(
      [...items, ...(stack ? [stack] : []), aws, add],
      {
        title: vscode.l10n.t('Connect'),
        placeHolder: vscode.l10n.t('Where do the messages arrive?'),
      },
    );
    if (!chosen) return undefined;
    if (chosen === stack) return this.connectAws(outputs?.topic);
    if (chosen === aws) return this.connectAws();
    return chosen.connection ?? this.add();
  }

  /** Gives the connection as it is now; undefined when the person left. */
  async edit(id: string | undefined): Promise<Connection | undefined> {
    const broker = await this.pickConfigured(id);
    const entry = broker && (await promptBroker(broker, (name) => this.isNameTaken(name)));
    if (!entry) return undefined;
    await this.secrets.forget(broker.url, broker.username, broker.keyFile);
    await this.write((entries) =>
      entries.map((each) => (each.name === broker.name ? entry : each)),
    );
    return this.named(entry.name);
  }

  /** Gives the id of the connection that is gone, or undefined. */
  async remove(id: string | undefined): Promise<string | undefined> {
    const broker = await this.pickConfigured(id);
    if (!broker) return undefined;
    const remove = vscode.l10n.t('Remove');
    const question = vscode.l10n.t(
      'Remove the connection "{0}"? Its kept messages stay.',
      broker.name,
    );
    if ((await vscode.window.showWarningMessage(question, { modal: true }, remove)) !== remove) {
      return undefined;
    }
    await this.secrets.forget(broker.url, broker.username, broker.keyFile);
    await this.write((entries) => entries.filter(({ name }) => name !== broker.name));
    return idOf(broker.name);
  }

  private get configured(): readonly ConfiguredBroker[] {
    const { brokers, problems } = readConnectionSettings(
      vscode.workspace.getConfiguration().get<unknown>(setting, settings[setting]),
    );
    for (const problem of problems) this.log.warn(problem);
    return brokers;
  }

  private connectionTo(broker: ConfiguredBroker): Connection {
    const { name, url, topicFilters, username, keepAliveSeconds, payloadRules } = broker;
    const tls = this.tlsOf(broker);
    const login =
      username === undefined
        ? {}
        : { username, password: () => this.secrets.password(name, url, username) };
    return {
      id: idOf(name),
      name,
      topicFilters,
      isSimulated: false,
      payloadRules,
      endpoint: {
        kind: 'broker',
        url,
        ...login,
        ...(tls ? { tls } : {}),
        ...(keepAliveSeconds === undefined ? {} : { keepAliveSeconds }),
      },
    };
  }

  private tlsOf({
    name,
    caFile,
    certificateFile,
    keyFile,
  }: ConfiguredBroker): TlsFiles | undefined {
    if (caFile === undefined && certificateFile === undefined && keyFile === undefined) {
      return undefined;
    }
    return {
      ...(caFile === undefined ? {} : { caFile }),
      ...(certificateFile === undefined ? {} : { certificateFile }),
      ...(keyFile === undefined
        ? {}
        : { keyFile, passphrase: () => this.secrets.passphrase(name, keyFile) }),
    };
  }

  private async add(): Promise<Connection | undefined> {
    const entry = await promptBroker(undefined, (name) => this.isNameTaken(name));
    if (!entry) return undefined;
    await this.write((entries) => [...entries, entry]);
    return this.named(entry.name);
  }

  private named(name: string): Connection {
    const found = this.all.find((connection) => connection.id === idOf(name));
    if (!found) throw new UserError(vscode.l10n.t('The connection "{0}" was not kept.', name));
    return found;
  }

  private async write(
    change: (entries: readonly BrokerEntry[]) => readonly BrokerEntry[],
  ): Promise<void> {
    const configuration = vscode.workspace.getConfiguration();
    const known = configuration.inspect<readonly BrokerEntry[]>(setting)?.globalValue ?? [];
    await configuration.update(setting, change(known), vscode.ConfigurationTarget.Global);
  }

  private async pickConfigured(id: string | undefined): Promise<ConfiguredBroker | undefined> {
    const { configured } = this;
    const named = configured.find(({ name }) => idOf(name) === id);
    if (named) return named;
    if (configured.length === 0) {
      throw new UserError(vscode.l10n.t('There is no connection of your own yet.'), {
        action: { title: vscode.l10n.t('Connect…'), command: 'sigfox.messages.connect' },
      });
    }
    const items = configured.map((broker) => ({
      label: broker.name,
      description: broker.url,
      broker,
    }));
    const chosen = await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('Which connection?'),
    });
    return chosen?.broker;
  }

  private isNameTaken(name: string): boolean {
    return this.all.some((connection) => connection.name === name);
  }
}

function idOf(name: string): string {
  return `broker:${name}`;
}
