import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { ChainLink } from '../sigfox/chainFact';
import { linkLabel, stateWord } from './chainRows';
import type { Diagnosis } from './diagnosis';
import type { PathFacts } from './pathFacts';
import { withoutSecrets } from './withoutSecrets';

/** The Doctor page as plain data, every text in its final words. */
export interface DoctorView {
  readonly about: string;
  readonly checked: string;
  readonly verdict: { readonly tone: 'good' | 'bad' | 'plain'; readonly words: string };
  readonly links: readonly LinkView[];
}

export interface LinkView {
  readonly link: ChainLink;
  readonly label: string;
  readonly state: 'proven' | 'broken' | 'unknown';
  readonly stateWord: string;
  readonly words: string;
  readonly evidence: readonly string[];
  readonly fix: string | undefined;
}

export function doctorView(
  { verdicts, first }: Diagnosis,
  { device, nowMs }: PathFacts,
  formatTime: (atMs: number) => string,
): DoctorView {
  const unknown = verdicts.filter(({ state }) => state === 'unknown').length;
  return {
    about:
      device === undefined
        ? l10n.t('No device is known yet: this is about the path alone.')
        : device.name === device.id
          ? device.id
          : `${safeLine(device.name, 60)} (${device.id})`,
    checked: l10n.t('Checked at {0}', formatTime(nowMs)),
    verdict: first
      ? {
          tone: 'bad',
          words: l10n.t('The path is broken at "{0}": {1}', linkLabel(first.link), first.words),
        }
      : unknown === 0
        ? { tone: 'good', words: l10n.t('Every link works.') }
        : {
            tone: 'plain',
            words: l10n.t('Nothing is known to be broken; {0} of 7 links cannot be told.', unknown),
          },
    links: verdicts.map(({ link, state, words, evidence, fix }) => ({
      link,
      label: linkLabel(link),
      state,
      stateWord: stateWord(state),
      words,
      evidence,
      fix: fix?.label,
    })),
  };
}

/** The page as text for a colleague: without anything that lets somebody in. */
export function doctorText(view: DoctorView): string {
  const lines = view.links.flatMap(({ label, stateWord: word, words, evidence, fix }) => [
    `${label}: ${word}. ${words}`,
    ...evidence.map((line) => `  - ${line}`),
    ...(fix === undefined ? [] : [`  > ${fix}`]),
  ]);
  return withoutSecrets([view.about, view.checked, view.verdict.words, '', ...lines].join('\n'));
}
