/** Boards that a sketch of ours is for, by the name a person knows. */
export const sigfoxBoards = {
  uno: { name: 'Arduino Uno', fqbn: 'arduino:avr:uno' },
  mega: { name: 'Arduino Mega', fqbn: 'arduino:avr:mega' },
  smartEverything: {
    name: 'SmartEverything Fox',
    fqbn: 'Arrow:samd:SmartEverything_Fox_native',
  },
  mkrFox: { name: 'MKR FOX 1200', fqbn: 'arduino:samd:mkrfox1200' },
} as const;

export type SigfoxBoard = keyof typeof sigfoxBoards;

/** Which of them an FQBN means; other boards with the same chip count as well. */
export function sigfoxBoardOf(fqbn: string): SigfoxBoard | undefined {
  const [, architecture = '', board = ''] = fqbn.split(':');
  if (/^SmartEverything_Fox|^AMEL_SmartEverything/i.test(board)) return 'smartEverything';
  if (/^mkrfox1200$/i.test(board)) return 'mkrFox';
  if (architecture !== 'avr') return undefined;
  if (/^mega/i.test(board)) return 'mega';
  return /^(uno|nano|mini|pro|duemilanove|diecimila|fio)/i.test(board) ? 'uno' : undefined;
}
