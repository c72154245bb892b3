import type { ShownField } from './decodedMessage';

/** One colour a field, in turn; all of them readable on a dark and on a light background. */
const colors = ['#4e9ad4', '#c98a3c', '#5aa66f', '#b071c4', '#c75c6a', '#7d8a2e'];
const cell = { width: 30, height: 24, gap: 2 };

/**
 * The payload as a row of coloured cells, one a byte, in the colour of the field that owns it. Made of digits and our
 * own colours only: nothing from outside becomes part of the picture.
 */
export function drawBytes(payload: Uint8Array, fields: readonly ShownField[]): string {
  const width = Math.max(1, payload.length) * (cell.width + cell.gap);
  const cells = [...payload].map((byte, at) => {
    const owner = fields.findIndex(({ bytes }) => bytes && bytes[0] <= at && at <= bytes[1]);
    const fill = owner < 0 ? '#808080' : (colors[owner % colors.length] ?? '#808080');
    const x = at * (cell.width + cell.gap);
    const text = byte.toString(16).padStart(2, '0');
    return `<rect x="${x}" width="${cell.width}" height="${cell.height}" rx="3" fill="${fill}"/><text x="${x + cell.width / 2}" y="17" text-anchor="middle" font-family="monospace" font-size="14" fill="#fff">${text}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${cell.height}">${cells.join('')}</svg>`;
}
