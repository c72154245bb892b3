import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { templateUrlProblem } from '../launchLink';
import { maxTemplateBytes } from '../templateDocument';
import type { TemplateFetcher } from '../templateFetcher';

const timeoutMs = 10_000;

/** Fetches from S3 only, follows nothing, and stops at a megabyte and at ten seconds. */
export class HttpTemplateFetcher implements TemplateFetcher {
  constructor(
    /** The editor's own `fetch` knows its proxy and certificates. */
    private readonly request: typeof fetch = fetch,
    private readonly limitMs = timeoutMs,
  ) {}

  async fetch(url: string, signal: AbortSignal): Promise<string> {
    const problem = templateUrlProblem(url);
    if (problem !== undefined) throw new UserError(problem);
    const limit = AbortSignal.timeout(this.limitMs);
    try {
      const response = await this.request(url, {
        redirect: 'manual',
        credentials: 'omit',
        signal: AbortSignal.any([signal, limit]),
      });
      if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
        throw new UserError(l10n.t('The template is elsewhere: redirects are not followed.'));
      }
      if (!response.ok) throw new UserError(statusWords(response.status));
      return await readLimited(response);
    } catch (error) {
      if (error instanceof UserError) throw error;
      if (signal.aborted) throw error;
      if (limit.aborted) {
        throw new UserError(
          l10n.t('The template did not come within {0} s.', Math.ceil(this.limitMs / 1_000)),
        );
      }
      throw new UserError(l10n.t('The template cannot be fetched: {0}.', causeOf(error)), {
        cause: error,
      });
    }
  }
}

async function readLimited(response: Response): Promise<string> {
  const tooLarge = () => new UserError(l10n.t('The template is larger than 1 MB.'));
  if (Number(response.headers.get('content-length') ?? 0) > maxTemplateBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    // Leaving the loop cancels the rest.
    if (size > maxTemplateBytes) throw tooLarge();
    chunks.push(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new UserError(l10n.t('The template is not UTF-8 text.'));
  }
}

function statusWords(status: number): string {
  if (status === 403) {
    return l10n.t('S3 does not hand out the template (403): the link may be out of date.');
  }
  if (status === 404) return l10n.t('There is no template at this address any more (404).');
  return l10n.t('S3 answered with HTTP status {0}.', status);
}

function causeOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
}
