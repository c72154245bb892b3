import * as l10n from '@vscode/l10n';

/**
 * Why a list of platforms is not fetched from this address; undefined when it may be. Such a list names programs that run
 * on this machine, so nobody on the way may change it.
 */
export function indexUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return l10n.t('An address begins with "https://".');
  if (url.username !== '' || url.password !== '') {
    return l10n.t('An address with a name and password in it would show them to everybody.');
  }
  if (url.protocol === 'https:') return undefined;
  if (url.protocol === 'http:') {
    return isLoopback(url.hostname)
      ? undefined
      : l10n.t('Only "https://" is used: what comes by "http://" can be changed on its way.');
  }
  return l10n.t('An address begins with "https://".');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** The addresses of a setting that may be used, each once, and what is wrong with the others. */
export function readIndexUrls(value: unknown): {
  readonly urls: readonly string[];
  readonly problems: readonly string[];
} {
  const texts = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  const trimmed = [...new Set(texts.map((text) => text.trim()))].filter((text) => text !== '');
  return {
    urls: trimmed.filter((text) => isWhole(text) && indexUrlProblem(text) === undefined),
    problems: trimmed.flatMap((text) => {
      const problem = isWhole(text) ? indexUrlProblem(text) : l10n.t('An address has no spaces.');
      return problem === undefined ? [] : [`${text}: ${problem}`];
    }),
  };
}

/** arduino-cli is given the addresses with spaces between them. */
function isWhole(text: string): boolean {
  return !/\s/.test(text);
}
