import * as l10n from '@vscode/l10n';
import { type FormInput, type FormView, readFormInput } from './callbackFormView';

/** What the page tells the editor. */
export type FormPageMessage =
  /** It is there, perhaps with what was written before the window was reloaded. */
  | { readonly kind: 'ready' | 'changed'; readonly input: FormInput | undefined }
  | { readonly kind: 'copy'; readonly text: string; readonly label: string }
  /** The stack shall take the external id of the form. */
  | { readonly kind: 'updateExternalId'; readonly externalId: string };

/** What the editor tells the page. */
export interface FormPageUpdate {
  readonly input: FormInput;
  readonly view: FormView;
}

/** The page's own words. */
export interface FormPageWords {
  readonly title: string;
  readonly introduction: string;
  readonly fill: string;
  readonly copy: string;
  readonly config: string;
  readonly body: string;
  readonly bodyReset: string;
  readonly preview: string;
  readonly check: string;
  readonly checkIntroduction: string;
  readonly allRight: string;
  readonly downlinkTitle: string;
  readonly downlink: string;
  readonly downlinkConfig: string;
  readonly downlinkValues: string;
  readonly downlinkBody: string;
  readonly downlinkAnswer: string;
}

export function formPageWords(): FormPageWords {
  return {
    title: l10n.t('Callback Form'),
    introduction: l10n.t(
      "In Sigfox's backend open the device type, then Callbacks, New, AWS IoT. These are the fields of that form in its order, with what belongs in each.",
    ),
    fill: l10n.t('What to Fill In'),
    copy: l10n.t('Copy'),
    config: l10n.t('Payload config'),
    body: l10n.t('Json Body'),
    bodyReset: l10n.t('Use Our Body'),
    preview: l10n.t('The Message as AWS Will Get It'),
    check: l10n.t('Is the Saved Form Right?'),
    checkIntroduction: l10n.t(
      'Paste what stands in the saved form; each value is compared with the stack.',
    ),
    allRight: l10n.t('Nothing to object to.'),
    downlinkTitle: l10n.t('An Answer to the Device'),
    downlink: l10n.t(
      'This callback goes up only: it publishes and has no answer. For a downlink add a second callback to the device type: Custom, DATA, BIDIR, channel URL, to a server that answers with eight bytes.',
    ),
    downlinkConfig: l10n.t('Config of the eight bytes'),
    downlinkValues: l10n.t('Values'),
    downlinkBody: l10n.t('What the server answers'),
    downlinkAnswer: l10n.t('Check an answer'),
  };
}

/** Reads what a page sent; anything else is undefined. */
export function readFormPageMessage(value: unknown): FormPageMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, input, text, label, externalId } = value as Readonly<Record<string, unknown>>;
  switch (kind) {
    case 'ready':
    case 'changed':
      return { kind, input: readFormInput(input) };
    case 'copy':
      return typeof text === 'string' && typeof label === 'string'
        ? { kind, text, label }
        : undefined;
    case 'updateExternalId':
      return typeof externalId === 'string' && /^[\w+=,.@:/-]{2,1224}$/.test(externalId)
        ? { kind, externalId }
        : undefined;
    default:
      return undefined;
  }
}
