import * as l10n from '@vscode/l10n';

/** Says once, and no more, that arduino-cli has no lists: nothing waits for them, but a person may miss them. */
export class ListNews {
  private hasSaid = false;

  /** Words for the person when the warning is the first of its kind. */
  hear(warning: string): string | undefined {
    if (this.hasSaid || !isMissingList(warning)) return undefined;
    this.hasSaid = true;
    return l10n.t(
      'arduino-cli has no lists of platforms and libraries yet. What is installed works without; "Install What This Sketch Needs" fetches them.',
    );
  }
}

/** A list that was never fetched is a file that is not there. */
function isMissingList(warning: string): boolean {
  return (
    /index/i.test(warning) &&
    /no such file|cannot find the (?:file|path)|not found/i.test(warning.slice(0, 2_000))
  );
}
