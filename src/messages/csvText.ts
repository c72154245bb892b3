/** A table as a spreadsheet reads it: numbers stay numbers, and no text is taken for a formula. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  return typeof value === 'number' ? String(value) : textCell(value);
}

/** A spreadsheet runs what begins with one of these as a formula (OWASP, CSV injection). */
export function textCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n\0]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
