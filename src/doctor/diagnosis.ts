import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { type ChainFact, type ChainLink, chainLinks } from '../sigfox/chainFact';
import { callbackChecks } from './callbackChecks';
import { sketchChecks } from './deviceChecks';
import type { Fix, PathFacts, Reading } from './pathFacts';
import { sigfoxChecks } from './sigfoxChecks';
import type { Cause, Check, Verdict } from './verdict';
import { topicChecks, windowChecks } from './windowChecks';

export interface Diagnosis {
  readonly verdicts: readonly Verdict[];
  /** The first broken link on the way from the sketch: what is behind it cannot be judged before it is mended. */
  readonly first: Verdict | undefined;
}

const checks: Readonly<Record<ChainLink, readonly Check[]>> = {
  sketch: sketchChecks,
  board: [],
  modem: [],
  sigfox: sigfoxChecks,
  awsRole: callbackChecks,
  topic: topicChecks,
  window: windowChecks,
};

/** Walks the path of a message and says of each link whether it works, is broken or cannot be told, and by what. */
export function diagnose(facts: PathFacts): Diagnosis {
  const verdicts = chainLinks.map((link) => verdictOn(link, facts));
  return { verdicts, first: verdicts.find(({ state }) => state === 'broken') };
}

function verdictOn(link: ChainLink, facts: PathFacts): Verdict {
  for (const check of checks[link]) {
    const fault = check(facts);
    if (fault) return { link, state: 'broken', ...fault };
  }
  const fact = facts.chain.get(link);
  if (fact?.state === 'broken' && !isSuperseded(link, fact, facts)) return brokenBy(fact);
  if (fact?.state === 'proven') return plain(link, 'proven', fact.reason, [timeOf(fact)]);
  const proof = proofBehind(link, facts);
  if (proof !== undefined) return plain(link, 'proven', proof, []);
  return unknownLink(link, facts, fact);
}

/** A message that came later is stronger than any trouble before it. */
function isSuperseded(link: ChainLink, fact: ChainFact, { newest, sigfox }: PathFacts): boolean {
  const seenMs =
    sigfox.kind === 'read' && isBefore(link, 'sigfox') ? (sigfox.value.newest?.timeMs ?? 0) : 0;
  const cameMs = isBefore(link, 'window') ? (newest?.atMs ?? 0) : 0;
  return Math.max(seenMs, cameMs) > fact.atMs;
}

function isBefore(link: ChainLink, other: ChainLink): boolean {
  return chainLinks.indexOf(link) < chainLinks.indexOf(other);
}

/** What came through proves the links it went through, though nobody watched them. */
function proofBehind(link: ChainLink, { newest, sigfox, device }: PathFacts): string | undefined {
  const name = safeLine(device?.name ?? '', 60);
  if (newest && isBefore(link, 'window')) return l10n.t('a message of "{0}" came through', name);
  const isHeard = sigfox.kind === 'read' && sigfox.value.newest;
  return isHeard && isBefore(link, 'awsRole')
    ? l10n.t('a message of "{0}" reached Sigfox', name)
    : undefined;
}

const causes: Readonly<Record<ChainLink, Cause>> = {
  sketch: 'sketchNotProven',
  board: 'boardGone',
  modem: 'modemRefused',
  sigfox: 'notReceived',
  awsRole: 'callbackRefused',
  topic: 'topicBroken',
  window: 'reconnecting',
};

function brokenBy(fact: ChainFact): Verdict {
  return {
    link: fact.link,
    state: 'broken',
    cause: causes[fact.link],
    words: safeLine(fact.reason, 300),
    evidence: [timeOf(fact)],
    fix: fixOf(fact.link),
  };
}

function fixOf(link: ChainLink): Fix {
  const command = (label: string, id: string): Fix => ({ kind: 'command', label, command: id });
  switch (link) {
    case 'sketch':
      return command(l10n.t('Show Problems'), 'workbench.actions.view.problems');
    case 'board':
      return command(l10n.t('Choose Port…'), 'sigfox.firmware.choosePort');
    case 'modem':
    case 'sigfox':
      return command(l10n.t('Open Serial Monitor…'), 'sigfox.serial.open');
    case 'awsRole':
    case 'topic':
      return command(l10n.t('Open Callback Form'), 'sigfox.callback.openForm');
    case 'window':
      return command(l10n.t('Connect…'), 'sigfox.messages.connect');
  }
}

/** Nothing was read that would tell; what can be looked at by hand is said. */
function unknownLink(link: ChainLink, facts: PathFacts, fact: ChainFact | undefined): Verdict {
  const reading = readingOf(link, facts);
  const why = reading?.kind === 'unread' ? reading.why : undefined;
  const words = why ?? fact?.reason ?? l10n.t('not known yet');
  const fix = reading?.kind === 'unread' ? reading.fix : undefined;
  return { ...plain(link, 'unknown', words, checklist(link, reading)), fix };
}

function readingOf(link: ChainLink, facts: PathFacts): Reading<unknown> | undefined {
  switch (link) {
    case 'sigfox':
      return facts.sigfox;
    case 'awsRole':
      return facts.stack.kind === 'unread' ? facts.stack : facts.sigfox;
    default:
      return undefined;
  }
}

/** What an API user would tell, to be looked up in the backend by hand. */
function checklist(link: ChainLink, reading: Reading<unknown> | undefined): readonly string[] {
  if (reading?.kind !== 'unread') return [];
  if (link === 'sigfox') {
    return [
      l10n.t('Is the device listed, and its state OK? (backend, Device)'),
      l10n.t('Is its token valid, and are there messages left? (Device, Information)'),
      l10n.t('Was its sequence broken? (Device, Events)'),
      l10n.t('Is there a message? (Device, Messages)'),
    ];
  }
  return link === 'awsRole'
    ? [
        l10n.t(
          "Does the device's own type have an enabled AWS IoT callback? (Device Type, Callbacks)",
        ),
        l10n.t('Which colour has the arrow of the newest message? (Device, Messages)'),
      ]
    : [];
}

function plain(
  link: ChainLink,
  state: Verdict['state'],
  words: string,
  evidence: readonly string[],
): Verdict {
  return { link, state, cause: undefined, words: safeLine(words, 300), evidence, fix: undefined };
}

function timeOf({ atMs }: ChainFact): string {
  return new Date(atMs).toISOString();
}
