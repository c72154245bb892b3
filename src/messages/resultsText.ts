import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { formatHex } from '../sigfox/hex';
import type { MessageResults } from './messageResults';
import { messageTimeMs } from './messageStore';
import type { MessageTree } from './messageTree';
import type { TimeFormat } from './relativeTime';

/** What was found as a page of plain text, newest first, one message a line. */
export function resultsText(
  results: MessageResults,
  tree: MessageTree,
  format: TimeFormat,
): string {
  const lines = [...(results.store?.logs ?? [])].flatMap((log) =>
    log.messages.map((message) => {
      const decoded = tree.decode(message);
      const { content } = message;
      const read = content.kind === 'message' ? content.message : undefined;
      const values = decoded.fields.flatMap(({ name, exact }) =>
        exact === undefined ? [] : [`${safeLine(name, 30)} ${exact}`],
      );
      const atMs = messageTimeMs(message);
      const parts = [
        format.dateTime(atMs),
        (log.device ?? l10n.t('no device')).padEnd(8),
        tree.nameOf(log) ?? '',
        read?.seqNumber === undefined ? '' : `#${read.seqNumber}`,
        read?.payload ? formatHex(read.payload) : '',
        decoded.problem ?? values.join('  '),
      ];
      const line = parts.filter((part) => part !== '').map((part) => safeLine(part, 200));
      return { atMs, line: line.join('  ') };
    }),
  );
  const title = l10n.t('Search: {0}', safeLine(results.question, 200));
  const sorted = lines.sort((a, b) => b.atMs - a.atMs).map(({ line }) => line);
  return `${[title, results.summary, '', ...sorted].join('\n')}\n`;
}
