import type { Row } from './lineSplitter';
import { rowText } from './rowText';

/** Rows as text, one a line; with their times where the view shows them. A long line that was cut is whole again. */
export function exportRows(rows: readonly Row[], showsTimes: boolean): string {
  let text = '';
  let isMidLine = false;
  for (const row of rows) {
    if (showsTimes && !isMidLine) text += `${new Date(row.timeMs).toISOString()} `;
    if (row.kind === 'sent' && !isMidLine) text += '> ';
    if (row.kind === 'note') text += '# ';
    isMidLine = row.end === 'cut';
    text += rowText(row.bytes) + (isMidLine ? '' : '\n');
  }
  return text;
}
