import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { ChainFact, ChainLink } from '../sigfox/chainFact';
import { chainLinks } from '../sigfox/chainFact';
import type { Chain } from './chain';

/** One row of the Chain view, as plain data. */
export interface ChainRow {
  readonly link: ChainLink;
  readonly label: string;
  readonly description: string;
  readonly icon: { readonly name: string; readonly color?: string };
  readonly tooltip: string;
  /** A sentence for a screen reader. */
  readonly spoken: string;
  /** Goes to the thing the row is about, where there is a way. */
  readonly command: string | undefined;
}

/** All seven rows, always all seven. `formatTime` turns milliseconds since the epoch into local time. */
export function chainRows(chain: Chain, formatTime: (atMs: number) => string): readonly ChainRow[] {
  return chainLinks.map((link) => chainRow(link, chain.fact(link), formatTime));
}

function chainRow(
  link: ChainLink,
  fact: ChainFact | undefined,
  formatTime: (atMs: number) => string,
): ChainRow {
  const label = linkLabel(link);
  const state = fact?.state ?? 'unknown';
  const reason = fact ? safeLine(fact.reason) : l10n.t('not known yet');
  const description = fact && state !== 'unknown' ? `${reason} · ${formatTime(fact.atMs)}` : reason;
  return {
    link,
    label,
    description,
    icon: icons[state],
    tooltip: `${label}: ${description}\n${linkMeaning(link)}`,
    spoken: `${label}: ${stateWord(state)}. ${reason}`,
    command: commands[link],
  };
}

const commands: Partial<Record<ChainLink, string>> = {
  topic: 'sigfox.messages.focus',
  window: 'sigfox.messages.showActions',
};

const icons = {
  unknown: { name: 'circle-outline', color: 'disabledForeground' },
  proven: { name: 'pass', color: 'testing.iconPassed' },
  broken: { name: 'error', color: 'testing.iconFailed' },
} as const;

export function stateWord(state: ChainFact['state']): string {
  switch (state) {
    case 'unknown':
      return l10n.t('not known yet');
    case 'proven':
      return l10n.t('works');
    case 'broken':
      return l10n.t('broken');
  }
}

export function linkLabel(link: ChainLink): string {
  switch (link) {
    case 'sketch':
      return l10n.t('Sketch');
    case 'board':
      return l10n.t('Board');
    case 'modem':
      return l10n.t('Modem');
    case 'sigfox':
      return l10n.t('Sigfox');
    case 'awsRole':
      return l10n.t('AWS Role');
    case 'topic':
      return l10n.t('Topic');
    case 'window':
      return l10n.t('This Window');
  }
}

function linkMeaning(link: ChainLink): string {
  switch (link) {
    case 'sketch':
      return l10n.t('The firmware that builds the payload.');
    case 'board':
      return l10n.t('The board the sketch runs on.');
    case 'modem':
      return l10n.t('The Sigfox modem that answers OK after it has sent.');
    case 'sigfox':
      return l10n.t('The Sigfox network that receives the message and makes the callback.');
    case 'awsRole':
      return l10n.t('The role through which Sigfox may publish to AWS IoT.');
    case 'topic':
      return l10n.t('The MQTT topic the callback publishes to.');
    case 'window':
      return l10n.t("This window's own connection to the broker.");
  }
}
