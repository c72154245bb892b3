import type { IncomingMessage } from 'node:http';
import * as l10n from '@vscode/l10n';
import { hostModules } from '../../shared/io/hostModules';
import { safeLine } from '../../shared/safeText';
import { UserError } from '../../shared/userError';
import { templateUrlProblem } from '../launchLink';
import { maxTemplateBytes } from '../templateDocument';
import type { TemplateFetcher } from '../templateFetcher';

const timeoutMs = 10_000;

/** Fetches from S3 only, follows nothing, and stops at a megabyte and at ten seconds. */
export class HttpTemplateFetcher implements TemplateFetcher {
  constructor(
    private readonly request = requestAsEditor,
    private readonly limitMs = timeoutMs,
  ) {}

  async fetch(url: string, signal: AbortSignal): Promise<string> {
    const problem = templateUrlProblem(url);
    if (problem !== undefined) throw new UserError(problem);
    const limit = AbortSignal.timeout(this.limitMs);
    try {
      const answer = await this.request(new URL(url), AbortSignal.any([signal, limit]));
      const { statusCode = 0 } = answer;
      if (statusCode !== 200) {
        answer.destroy();
        throw new UserError(statusWords(statusCode));
      }
      return await readLimited(answer);
    } catch (error) {
      if (error instanceof UserError || signal.aborted) throw error;
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

/** By the editor's own https, without an agent, so that its proxy and certificates hold. */
function requestAsEditor(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    hostModules().https.get(url, { signal }, resolve).once('error', reject);
  });
}

async function readLimited(answer: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    // Leaving the loop ends the connection.
    if (size > maxTemplateBytes) throw new UserError(l10n.t('The template is larger than 1 MB.'));
    chunks.push(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new UserError(l10n.t('The template is not UTF-8 text.'));
  }
}

function statusWords(status: number): string {
  if (status >= 300 && status < 400) {
    return l10n.t('The template is elsewhere: redirects are not followed.');
  }
  if (status === 403) {
    return l10n.t('S3 does not hand out the template (403): the link may be out of date.');
  }
  if (status === 404) return l10n.t('There is no template at this address any more (404).');
  if (status === 407) return l10n.t('The proxy on the way to S3 wants a user name.');
  return l10n.t('S3 answered with HTTP status {0}.', status);
}

function causeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return safeLine(code, 60);
  return safeLine(error instanceof Error ? error.message : String(error));
}
