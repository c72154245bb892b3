import * as l10n from '@vscode/l10n';
import { formatSigfoxRegion } from './awsRegion';
import { findVariables } from './callbackTemplate';
import type { PayloadConfig } from './payloadGrammar';

/** What is known of the AWS side; each part is missing until the stack is there. */
export interface CallbackTarget {
  readonly roleArn?: string;
  readonly externalId?: string | undefined;
  readonly topic?: string;
  /** As AWS writes it: `eu-west-1`. */
  readonly region?: string;
}

export type FormFieldId =
  'configMethod' | 'externalId' | 'roleArn' | 'topic' | 'region' | 'payloadConfig' | 'body';

/** One field of Sigfox's AWS IoT callback form. */
export interface FormField {
  readonly id: FormFieldId;
  /** The words of the form; it is in English whatever the editor speaks. */
  readonly label: string;
  /** What belongs in it; undefined while it is not known. */
  readonly value: string | undefined;
  readonly hint: string;
}

/** The fields of the form in its own order, with what belongs in each. */
export function callbackFormFields(
  target: CallbackTarget,
  config: PayloadConfig,
): readonly FormField[] {
  const region = target.region === undefined ? undefined : formatSigfoxRegion(target.region);
  return [
    {
      id: 'configMethod',
      label: 'Config method',
      value: 'CROSS_ACCOUNT',
      hint: l10n.t('Sigfox publishes through a role of your AWS account.'),
    },
    {
      id: 'externalId',
      label: 'External Id',
      value: target.externalId,
      hint: l10n.t(
        'The form fills it in. Each new form draws another: the stack must have the one of the form you save.',
      ),
    },
    {
      id: 'roleArn',
      label: 'ARN Role',
      value: target.roleArn,
      hint: l10n.t('The output ARNRole of the stack, not the ARN of the stack itself.'),
    },
    {
      id: 'topic',
      label: 'Topic',
      value: target.topic,
      hint: l10n.t('To the letter: the role may publish to this topic only.'),
    },
    {
      id: 'region',
      label: 'Region',
      value: region,
      hint: l10n.t("Where the topic is; AWS's eu-west-1 is EU_WEST_1 here."),
    },
    {
      id: 'payloadConfig',
      label: 'Custom payload config',
      value: config.text.trim() === '' ? undefined : config.text,
      hint: l10n.t('The same config the messages are decoded with here.'),
    },
    {
      id: 'body',
      label: 'Json Body',
      value: buildCallbackBody(config),
      hint: l10n.t('What is published for every message.'),
    },
  ];
}

/**
 * A body with all that a message needs, and every field of the config. Time and number always are numbers, so they
 * stand without quotes; a field may be empty or NaN, and without quotes the whole message would then be lost.
 */
export function buildCallbackBody(config: PayloadConfig): string {
  const members = [
    '"device":"{device}"',
    '"time":{time}',
    '"data":"{data}"',
    '"seqNumber":{seqNumber}',
    ...config.fields
      // These names are taken; the raw payload still has the field.
      .filter(({ name }) => !Object.hasOwn(losses, name))
      .map(({ name }) => `"${name}":"{customData#${name}}"`),
  ];
  return `{\n  ${members.join(',\n  ')}\n}`;
}

/** What a body leaves out, in words: what cannot be known of a message for want of it. */
export function bodyLosses(template: string): readonly string[] {
  const present = new Set(findVariables(template).map(({ name }) => name));
  return Object.entries(losses).flatMap(([name, words]) => (present.has(name) ? [] : [words()]));
}

const losses: Readonly<Record<string, () => string>> = {
  device: () => l10n.t('Without "{0}" nobody knows which device sent a message.', '{device}'),
  time: () =>
    l10n.t(
      'Without "{0}" a message has the time of its arrival, and repeated callbacks look like new messages.',
      '{time}',
    ),
  data: () =>
    l10n.t(
      'Without "{0}" the raw bytes are lost: what the config misread stays misread.',
      '{data}',
    ),
  seqNumber: () =>
    l10n.t(
      'Without "{0}" nobody sees that a message is missing, and a line of the serial monitor cannot be joined to its message for certain.',
      '{seqNumber}',
    ),
};
