/** Fetches the template a Launch Stack link names. */
export interface TemplateFetcher {
  /** The bytes as text. Rejects with a UserError that says why. */
  fetch(url: string, signal: AbortSignal): Promise<string>;
}
