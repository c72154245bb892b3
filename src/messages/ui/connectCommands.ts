import * as vscode from 'vscode';
import { settings } from '../../contributions';
import type { Logger } from '../../shared/logger';
import { promptSteps } from '../../shared/ui/promptSteps';
import { UserError } from '../../shared/userError';
import type { Connection } from '../connection';
import {
  brokerUrlProblem,
  readConnectionSettings,
  topicFilterProblem,
} from '../connectionSettings';

const setting = 'sigfox.connections';

/** Connections a person can choose from: those of the setting, and those other rooms bring while they run. */
export class ConnectionChoice {
  constructor(
    private readonly secrets: vscode.SecretStorage,
    private readonly others: () => readonly Connection[],
    private readonly log: Logger,
  ) {}

  get all(): readonly Connection[] {
    const { brokers, problems } = readConnectionSettings(
      vscode.workspace.getConfiguration().get<unknown>(setting, settings[setting]),
    );
    for (const problem of problems) this.log.warn(problem);
    const configured = brokers.map(({ name, url, topicFilters, username }): Connection => {
      const password = () => this.password(name, url, username);
      return {
        id: `broker:${name}`,
        name,
        topicFilters,
        isSimulated: false,
        endpoint: {
          kind: 'broker',
          url,
          ...(username === undefined ? {} : { username, password }),
        },
      };
    });
    return [...this.others(), ...configured];
  }

  /** Asks which; undefined when the person left. */
  async pick(): Promise<Connection | undefined> {
    const items = this.all.map((connection) => ({
      label: `$(radio-tower) ${connection.name}`,
      description: connection.topicFilters.join(', '),
      connection,
    }));
    const add = { label: `$(add) ${vscode.l10n.t('Add a Broker…')}`, connection: undefined };
    const chosen = await vscode.window.showQuickPick([...items, add], {
      title: vscode.l10n.t('Connect'),
      placeHolder: vscode.l10n.t('Where do the messages arrive?'),
    });
    if (!chosen) return undefined;
    return chosen.connection ?? this.add();
  }

  private async add(): Promise<Connection | undefined> {
    const answers = await promptSteps(vscode.l10n.t('Add a Broker'), (given) =>
      this.question(given),
    );
    if (!answers) return undefined;
    const [url, topic, username, name] = answers.map((answer) => answer.trim());
    const configuration = vscode.workspace.getConfiguration();
    const entry = { name, url, topicFilters: [topic], ...(username === '' ? {} : { username }) };
    const known = configuration.inspect<readonly unknown[]>(setting)?.globalValue ?? [];
    await configuration.update(setting, [...known, entry], vscode.ConfigurationTarget.Global);
    const added = this.all.find((connection) => connection.id === `broker:${name ?? ''}`);
    if (!added)
      throw new UserError(vscode.l10n.t('The connection "{0}" was not kept.', name ?? ''));
    return added;
  }

  private question(given: readonly string[]): ReturnType<Parameters<typeof promptSteps>[1]> {
    const blocking = (message: string | undefined) =>
      message === undefined ? undefined : { message, isBlocking: true };
    switch (given.length) {
      case 0:
        return {
          kind: 'text',
          prompt: vscode.l10n.t('Address of the broker'),
          placeholder: 'mqtts://broker.example:8883',
          check: (text) => blocking(brokerUrlProblem(text.trim())),
        };
      case 1:
        return {
          kind: 'text',
          prompt: vscode.l10n.t('Topic to listen to'),
          value: 'sigfox',
          check: (text) => blocking(topicFilterProblem(text.trim())),
        };
      case 2:
        return {
          kind: 'text',
          prompt: vscode.l10n.t('User name, or nothing where none is wanted'),
        };
      case 3:
        return {
          kind: 'text',
          prompt: vscode.l10n.t('What the connection is called here'),
          value: new URL(given[0] ?? '').hostname,
          check: (text) => blocking(this.nameProblem(text.trim())),
        };
      default:
        return undefined;
    }
  }

  private nameProblem(name: string): string | undefined {
    if (name === '') return vscode.l10n.t('Write a name.');
    return this.all.some((connection) => connection.name === name)
      ? vscode.l10n.t('Another connection is called "{0}".', name)
      : undefined;
  }

  /** Asked once and kept in the editor's secret storage, for this address and user only. */
  private async password(
    name: string,
    url: string,
    username: string | undefined,
  ): Promise<string | undefined> {
    if (username === undefined) return undefined;
    const key = `password ${username} ${url}`;
    const known = await this.secrets.get(key);
    if (known !== undefined) return known;
    const password = await vscode.window.showInputBox({
      title: vscode.l10n.t('Connect to {0}', name),
      prompt: vscode.l10n.t(
        'Password of {0}; it is kept in the secret storage of the editor',
        username,
      ),
      password: true,
      ignoreFocusOut: true,
    });
    if (password !== undefined && password !== '') await this.secrets.store(key, password);
    return password;
  }
}
