import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';

/** What we think of an arduino-cli, by its version. */
export type VersionVerdict =
  | { readonly kind: 'fit' }
  /** It works; a newer one works better. */
  | { readonly kind: 'old' }
  | { readonly kind: 'unsuitable'; readonly reason: string };

/** 1.0.0 is the first whose answers have the form that is read here, with the compiler's diagnostics among them. */
const minimum: Version = [1, 0, 0];
/** 1.4.1 ends a download only when nothing comes any more, not after a fixed time. */
const comfortable: Version = [1, 4, 1];
/** 1.5.0 may take a changed sketch for unchanged and keep the old program (arduino/arduino-cli#3202); 1.5.1 does not. */
const faulty: Version = [1, 5, 0];

export const recommendedVersion = '1.5.1';

type Version = readonly [major: number, minor: number, patch: number];

export function judgeVersion(text: string): VersionVerdict {
  const version = parseVersion(text);
  if (!version) {
    return unsuitable(
      l10n.t('It says "{0}", which is no version of arduino-cli.', safeLine(text, 40)),
    );
  }
  if (compare(version, minimum) < 0) {
    return unsuitable(
      l10n.t(
        'arduino-cli {0} is too old: 1.0.0 is the oldest that works, {1} is recommended.',
        words(version),
        recommendedVersion,
      ),
    );
  }
  if (compare(version, faulty) === 0) {
    return unsuitable(
      l10n.t(
        'arduino-cli 1.5.0 can miss a change in the sketch and upload the old program. {0} mends that.',
        recommendedVersion,
      ),
    );
  }
  return { kind: compare(version, comfortable) < 0 ? 'old' : 'fit' };
}

/** A release candidate counts as its release; a build from the sources (`0.0.0-git`, `git-snapshot`) is not known. */
function parseVersion(text: string): Version | undefined {
  const found = /^v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?:[-+][\w.+-]{1,40})?$/.exec(text.trim());
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : undefined;
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function words(version: Version): string {
  return version.join('.');
}

function unsuitable(reason: string): VersionVerdict {
  return { kind: 'unsuitable', reason };
}

/**
 * The version that `arduino-cli version --json` says; undefined for an answer that is none, as another program of that
 * name gives.
 */
export function readVersionAnswer(stdout: string): string | undefined {
  if (stdout.length > maxAnswerLength) return undefined;
  try {
    const answer: unknown = JSON.parse(stdout);
    if (typeof answer !== 'object' || answer === null) return undefined;
    const { Application: program, VersionString: version } = answer as Record<string, unknown>;
    return program === 'arduino-cli' && typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

const maxAnswerLength = 10_000;
