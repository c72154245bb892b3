import { UserError } from '../shared/userError';
import type { LaunchDraft } from './launchDraft';
import { type LaunchLink, readLaunchLink } from './launchLink';
import { type StackParameter, stackParameters } from './stackParameters';
import { readTemplate, type TemplateDocument } from './templateDocument';
import type { TemplateFetcher } from './templateFetcher';

/** A template as it is judged and sent: the same text for both. */
export interface LoadedTemplate {
  readonly text: string;
  /** Where it was fetched from; our own comes from nowhere. */
  readonly url: string | undefined;
  readonly document: TemplateDocument;
  readonly parameters: readonly StackParameter[];
}

export interface TemplateDoors {
  readonly fetcher: TemplateFetcher;
  /** The template of the extension. */
  ownTemplate(): Promise<string>;
}

/** The template the page is about; loaded once for each link. */
export class LaunchTemplate {
  private key: string | undefined;
  private template: LoadedTemplate | undefined;
  private trouble: string | undefined;

  constructor(private readonly doors: TemplateDoors) {}

  get loaded(): LoadedTemplate | undefined {
    return this.template;
  }

  /** Why there is none, when it could not be had. */
  get problem(): string | undefined {
    return this.trouble;
  }

  /** Whether the draft asks for another one: choosing the simulator chooses its template as well. */
  isOutdated(draft: LaunchDraft): boolean {
    return this.key !== undefined && this.key !== keyOf(draft);
  }

  /** Gives the link when its template was newly loaded: name, region and values come along with it. */
  async load(draft: LaunchDraft, signal: AbortSignal): Promise<LaunchLink | undefined> {
    const { source, link } = draft;
    const key = keyOf(draft);
    if (this.key === key && this.template) return undefined;
    this.key = key;
    this.template = undefined;
    this.trouble = undefined;
    const reading = source === 'link' ? readLaunchLink(link) : undefined;
    // The form says itself what is wrong with a link.
    if (reading?.kind === 'refused') return undefined;
    const url = reading?.link.templateUrl;
    try {
      const text =
        url === undefined
          ? await this.doors.ownTemplate()
          : await this.doors.fetcher.fetch(url, signal);
      const read = readTemplate(text);
      if (read.kind === 'unreadable') throw new UserError(read.reason);
      if (this.key !== key) return undefined;
      const { document } = read;
      const parameters = stackParameters(document, { isOwn: url === undefined });
      this.template = { text, url, document, parameters };
      return reading?.link;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.trouble = error.message;
      return undefined;
    }
  }
}

function keyOf({ source, link }: LaunchDraft): string {
  return source === 'own' ? 'own' : link.trim();
}
