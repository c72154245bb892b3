import * as vscode from 'vscode';
import { promptSteps, type Step } from '../../shared/ui/promptSteps';
import { hasErrors, parsePayloadConfig } from '../../sigfox/payloadGrammar';
import { brokerUrlProblem, type ConfiguredBroker, topicFilterProblem } from '../connectionSettings';

/** One entry of the setting, as it is written. */
export type BrokerEntry = Readonly<Record<string, unknown>> & { readonly name: string };

/** Asks for everything a broker needs, or edits what is there; undefined when the person left. */
export async function promptBroker(
  current: ConfiguredBroker | undefined,
  isNameTaken: (name: string) => boolean,
): Promise<BrokerEntry | undefined> {
  const title = current ? vscode.l10n.t('Edit {0}', current.name) : vscode.l10n.t('Add a Broker');
  const answers = await promptSteps(title, (given) => {
    const key = keysFor(given)[given.length];
    return key && questions[key](current, given, isNameTaken);
  });
  if (!answers) return undefined;
  const byKey = new Map(keysFor(answers).map((key, at) => [key, (answers[at] ?? '').trim()]));
  return entryOf(byKey, current);
}

type Key =
  | 'scheme'
  | 'place'
  | 'topics'
  | 'username'
  | 'caFile'
  | 'certificateFile'
  | 'keyFile'
  | 'config'
  | 'name';

/** The questions in their order; those about certificates only where there is TLS. */
function keysFor([scheme, ...answers]: readonly string[]): readonly Key[] {
  const isSecure = scheme === 'mqtts' || scheme === 'wss';
  const hasCertificate = (answers[4] ?? '').trim() !== '';
  const files: readonly Key[] = [
    'caFile',
    'certificateFile',
    ...(hasCertificate ? (['keyFile'] as const) : []),
  ];
  return ['scheme', 'place', 'topics', 'username', ...(isSecure ? files : []), 'config', 'name'];
}

type Question = (
  current: ConfiguredBroker | undefined,
  given: readonly string[],
  isNameTaken: (name: string) => boolean,
) => Step;

const questions: Readonly<Record<Key, Question>> = {
  scheme: (current) => ({
    kind: 'pick',
    placeholder: vscode.l10n.t('How does the broker listen?'),
    ...(current ? { value: new URL(current.url).protocol.slice(0, -1) } : {}),
    items: [
      { value: 'mqtts', label: vscode.l10n.t('MQTT over TLS'), description: 'mqtts · 8883' },
      { value: 'wss', label: vscode.l10n.t('WebSocket over TLS'), description: 'wss · 443' },
      {
        value: 'mqtt',
        label: vscode.l10n.t('MQTT in plain text'),
        description: 'mqtt · 1883',
        detail: vscode.l10n.t('Everyone on the way can read it'),
      },
      {
        value: 'ws',
        label: vscode.l10n.t('WebSocket in plain text'),
        description: 'ws · 80',
        detail: vscode.l10n.t('Everyone on the way can read it'),
      },
    ],
  }),
  place: (current, [scheme]) => ({
    kind: 'text',
    prompt: vscode.l10n.t('Host, and port where it is another'),
    placeholder:
      scheme?.startsWith('ws') === true ? 'broker.example:443/mqtt' : 'broker.example:8883',
    ...(current ? { value: current.url.replace(/^\w+:\/\//, '') } : {}),
    check: (text) =>
      blocking(
        text.trim() === ''
          ? vscode.l10n.t('Write the name of the host.')
          : brokerUrlProblem(`${scheme ?? ''}://${text.trim()}`),
      ),
  }),
  topics: (current) => ({
    kind: 'text',
    prompt: vscode.l10n.t('Topics to listen to, with commas between'),
    value: current?.topicFilters.join(', ') ?? 'sigfox',
    check: (text) => blocking(topicsOf(text).map(topicFilterProblem).find(Boolean)),
  }),
  username: (current) => ({
    kind: 'text',
    prompt: vscode.l10n.t('User name, or nothing where none is wanted'),
    value: current?.username ?? '',
  }),
  caFile: (current) => ({
    kind: 'text',
    prompt: vscode.l10n.t(
      'CA file (PEM), where the certificate comes from an authority of your own; nothing otherwise',
    ),
    placeholder: '/path/to/ca.crt',
    value: current?.caFile ?? '',
  }),
  certificateFile: (current) => ({
    kind: 'text',
    prompt: vscode.l10n.t(
      'Client certificate (PEM), where the broker wants one; nothing otherwise',
    ),
    placeholder: '/path/to/client.crt',
    value: current?.certificateFile ?? '',
  }),
  keyFile: (current) => ({
    kind: 'text',
    prompt: vscode.l10n.t('Key of the client certificate (PEM); its passphrase is asked for'),
    placeholder: '/path/to/client.key',
    value: current?.keyFile ?? '',
    check: (text) =>
      blocking(text.trim() === '' ? vscode.l10n.t('A certificate needs its key.') : undefined),
  }),
  config: (current) => ({
    kind: 'text',
    prompt: vscode.l10n.t(
      'Payload config of the devices behind it, where all have one; it can be set by device later',
    ),
    placeholder: 'temp::float:32 humidity::uint:8',
    value: ruleForAll(current)?.settings.config ?? '',
    check: (text) => {
      const config = parsePayloadConfig(text.trim());
      const [first] = text.trim() === '' || !hasErrors(config) ? [] : config.problems;
      return blocking(first && `${first.message} ${first.fix}`);
    },
  }),
  name: (current, [scheme, place], isNameTaken) => ({
    kind: 'text',
    prompt: vscode.l10n.t('What the connection is called here'),
    value: current?.name ?? new URL(`${scheme ?? ''}://${place ?? ''}`).hostname,
    check: (text) => {
      if (text.trim() === '') return blocking(vscode.l10n.t('Write a name.'));
      const isOther = text.trim() !== current?.name && isNameTaken(text.trim());
      return blocking(
        isOther ? vscode.l10n.t('Another connection is called "{0}".', text.trim()) : undefined,
      );
    },
  }),
};

function entryOf(
  answers: ReadonlyMap<Key, string>,
  current: ConfiguredBroker | undefined,
): BrokerEntry {
  const given = (key: Key) => {
    const value = answers.get(key) ?? '';
    return value === '' ? {} : { [key]: value };
  };
  const rules = (current?.payloadRules ?? []).filter((rule) => rule !== ruleForAll(current));
  const config = answers.get('config') ?? '';
  const payloads = [
    ...rules.map(({ settings, ...where }) => ({ ...where, ...settings })),
    ...(config === '' ? [] : [{ config, display: ruleForAll(current)?.settings.display ?? {} }]),
  ];
  return {
    name: answers.get('name') ?? '',
    url: `${answers.get('scheme') ?? ''}://${answers.get('place') ?? ''}`,
    topicFilters: topicsOf(answers.get('topics') ?? ''),
    ...given('username'),
    ...given('caFile'),
    ...given('certificateFile'),
    ...given('keyFile'),
    ...(current?.keepAliveSeconds === undefined
      ? {}
      : { keepAliveSeconds: current.keepAliveSeconds }),
    ...(payloads.length === 0 ? {} : { payloads }),
  };
}

/** The rule without a condition: the one the form asks for. */
function ruleForAll(current: ConfiguredBroker | undefined) {
  return current?.payloadRules.find(
    ({ topic, deviceType, devices }) =>
      topic === undefined && deviceType === undefined && devices === undefined,
  );
}

function topicsOf(text: string): string[] {
  return text.split(',').map((topic) => topic.trim());
}

function blocking(message: string | undefined) {
  return message === undefined ? undefined : { message, isBlocking: true };
}
