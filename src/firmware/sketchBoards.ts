import { type SigfoxBoard, sigfoxBoardOf } from './sigfoxBoard';

/** The board that a sketch names in its head, as our templates do: `// Boards: arduino:avr:mega`; none when it names more. */
export function boardNamedIn(text: string): SigfoxBoard | undefined {
  const named = /^\/\/ Boards?:[ \t]*(\S.*)$/m.exec(text.slice(0, 2_000))?.[1] ?? '';
  const [board, ...others] = named.split(',').map((fqbn) => sigfoxBoardOf(fqbn.trim()));
  return others.length === 0 ? board : undefined;
}
