import * as l10n from '@vscode/l10n';
import { checkCallbackBody, renderCallbackBody } from './callbackBody';
import {
  bodyLosses,
  type CallbackTarget,
  callbackFormFields,
  type FormFieldId,
} from './callbackForm';
import { type DownlinkInput, type DownlinkView, downlinkView } from './downlinkForm';
import { checkPastedValues, type PastedFix, type PastedValues } from './pastedValues';
import { maxPayloadBytes } from './payloadField';
import { parsePayloadConfig, type PayloadConfig } from './payloadGrammar';

/** What the person wrote on the page. Everything comes back from a page, so it is read and not believed. */
export interface FormInput {
  readonly config: string;
  /** Body of the callback; empty means the one we build. */
  readonly body: string;
  readonly pasted: PastedValues;
  readonly downlink?: DownlinkInput;
}

/** The page as plain data, every text in its final words. */
export interface FormView {
  readonly fields: readonly {
    readonly id: FormFieldId;
    readonly label: string;
    readonly value: string;
    readonly hint: string;
    /** Why there is nothing to copy yet. */
    readonly missing: string | undefined;
  }[];
  readonly configProblems: readonly Told[];
  readonly bodyProblems: readonly Told[];
  readonly losses: readonly string[];
  /** The message as AWS will get it, made of the newest payload known or of zeros. */
  readonly preview: string;
  readonly previewOf: string;
  readonly pastedProblems: readonly {
    readonly field: keyof PastedValues;
    readonly message: string;
    readonly fix: (PastedFix & { readonly label: string }) | undefined;
  }[];
  readonly downlink: DownlinkView;
}

export interface Told {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** A message to make the preview of. */
export interface SampleMessage {
  readonly device: string;
  /** Seconds since the epoch. */
  readonly time: number;
  /** Hexadecimal. */
  readonly data: string;
  readonly seqNumber: number;
}

/** Judges what is written on the page against the stack and shows what comes of it. */
export function callbackFormView(
  input: FormInput,
  target: CallbackTarget,
  sample: SampleMessage | undefined,
): FormView {
  const config = parsePayloadConfig(input.config);
  const fields = callbackFormFields(target, config).map(({ id, label, value, hint }) => ({
    id,
    label,
    hint,
    value: id === 'body' && input.body.trim() !== '' ? input.body : (value ?? ''),
    missing: value === undefined ? missingWords(id) : undefined,
  }));
  const body = fields.find(({ id }) => id === 'body')?.value ?? '';
  const shown = sample ?? zeros(config);
  return {
    fields,
    configProblems: input.config.trim() === '' ? [] : config.problems.map(told),
    bodyProblems: checkCallbackBody(body, config).map(told),
    losses: bodyLosses(body),
    preview: renderCallbackBody(body, { ...shown }, config).text,
    previewOf: sample
      ? l10n.t('Made of the newest message of {0}.', sample.device)
      : l10n.t('Made of a payload of zeros, since no message is here yet.'),
    pastedProblems: checkPastedValues(input.pasted, target).map(({ field, message, fix }) => ({
      field,
      message,
      fix: fix && { ...fix, label: fixLabel(fix) },
    })),
    downlink: downlinkView(input.downlink ?? noDownlink, shown.device),
  };
}

const noDownlink: DownlinkInput = { config: '', values: '', answer: '' };

/** Reads what a page sent; anything else is undefined. */
export function readFormInput(value: unknown): FormInput | undefined {
  if (!isRecord(value) || !isRecord(value['pasted'])) return undefined;
  const { config, body, pasted } = value;
  if (!isShortText(config) || !isShortText(body)) return undefined;
  const read: Record<string, string> = {};
  for (const field of ['roleArn', 'externalId', 'topic', 'region'] as const) {
    const text = pasted[field];
    if (isShortText(text)) read[field] = text;
  }
  return { config, body, pasted: read, downlink: readDownlink(value['downlink']) };
}

function readDownlink(value: unknown): DownlinkInput {
  if (!isRecord(value)) return noDownlink;
  const text = (name: keyof DownlinkInput) => {
    const written = value[name];
    return isShortText(written) ? written : '';
  };
  return { config: text('config'), values: text('values'), answer: text('answer') };
}

function told({ severity, message, fix }: Told & { readonly fix: string }): Told {
  return { severity, message: `${message} ${fix}` };
}

function fixLabel(fix: PastedFix): string {
  return fix.kind === 'useValue'
    ? l10n.t('Copy "{0}"', fix.value)
    : l10n.t("Update the Stack's ExternalId…");
}

function missingWords(id: FormFieldId): string {
  return id === 'payloadConfig'
    ? l10n.t('Write the payload config of the device type.')
    : l10n.t('Known when the stack is there.');
}

function zeros(config: PayloadConfig): SampleMessage {
  const bytes = Math.max(0, ...config.fields.map(({ lastByte }) => lastByte + 1));
  const data = '00'.repeat(Math.min(bytes, maxPayloadBytes));
  return { device: '1D743', time: 1_479_817_071, data, seqNumber: 77 };
}

const maxTextLength = 10_000;

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxTextLength;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
