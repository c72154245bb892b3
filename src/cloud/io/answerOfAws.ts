import * as l10n from '@vscode/l10n';
import { StackError } from '../stackError';

type Step = (args: unknown) => Promise<unknown>;

/** What an SDK client lets us stand around every call, its retries included. */
interface MiddlewareStack {
  add(around: (next: Step) => Step, options: { readonly step: 'initialize' }): void;
}

/**
 * Takes nothing for AWS's answer that is not: the SDK reads the sign-in page of a hotel network as an answer without
 * content, which would be "there is no such stack".
 */
export function requireAnswerOfAws({ middlewareStack }: { middlewareStack: unknown }): void {
  const around = (next: Step) => async (args: unknown) => {
    const result = await next(args).catch((error: unknown) => {
      throw isUnreadable(error) ? notAws(error) : error;
    });
    if (requestIdOf(result) === undefined) throw notAws();
    return result;
  };
  (middlewareStack as MiddlewareStack).add(around, { step: 'initialize' });
}

/** An answer came, and it is neither a result nor one of the service's errors. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && '$response' in error && !('$fault' in error);
}

function requestIdOf(result: unknown): unknown {
  const { output } = result as { output?: { $metadata?: { requestId?: unknown } } };
  return output?.$metadata?.requestId;
}

function notAws(cause?: unknown): StackError {
  const words = l10n.t(
    'What answered is not AWS. A network that wants a sign-in of its own answers like this.',
  );
  return new StackError('unreachable', words, { cause });
}
