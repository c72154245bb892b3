import * as l10n from '@vscode/l10n';
import { safeLine } from './safeText';

/** What the editor knows of the machine the extension runs on; handed in, never read in place. */
export interface MachineFacts {
  /** The editor's name for the kind of remote, such as `wsl` or `dev-container`; undefined on the person's own machine. */
  readonly remoteName: string | undefined;
  /** The Linux distribution of a WSL machine, from its environment. */
  readonly wslDistribution: string | undefined;
}

/** The machine in words, to stand after "on" or "of": ports, profiles, programs and loopback addresses are its own. */
export function machineName(facts: MachineFacts): string {
  switch (facts.remoteName) {
    case undefined:
      return l10n.t('this computer');
    case 'wsl':
      return facts.wslDistribution === undefined
        ? l10n.t('WSL')
        : l10n.t('WSL: {0}', safeLine(facts.wslDistribution, 40));
    case 'dev-container':
    case 'attached-container':
    case 'k8s-container':
      return l10n.t('the container');
    case 'codespaces':
      return l10n.t('the codespace');
    case 'ssh-remote':
      return l10n.t('the SSH host');
    default:
      return l10n.t('the remote machine');
  }
}
