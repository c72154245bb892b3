import { type SigfoxBoard, sigfoxBoards } from './sigfoxBoard';

/** One snippet of `snippets/sigfox-arduino.json`. */
export interface FirmwareSnippet {
  readonly name: string;
  readonly prefix: string;
  /** Without the boards. */
  readonly description: string;
  readonly boards: readonly SigfoxBoard[];
  /** In the editor's snippet syntax. */
  readonly body: string;
}

/** Reads the file that the manifest contributes; what is no snippet of ours is left out. */
export function parseFirmwareSnippets(json: string): readonly FirmwareSnippet[] {
  const file: unknown = JSON.parse(json);
  if (typeof file !== 'object' || file === null) return [];
  return Object.entries(file).flatMap(([name, each]) => parseSnippet(name, each) ?? []);
}

/** Those for the board first, each group in the order of the file. */
export function orderSnippets(
  snippets: readonly FirmwareSnippet[],
  board: SigfoxBoard | undefined,
): { readonly fitting: readonly FirmwareSnippet[]; readonly others: readonly FirmwareSnippet[] } {
  if (board === undefined) return { fitting: snippets, others: [] };
  return {
    fitting: snippets.filter(({ boards }) => boards.includes(board)),
    others: snippets.filter(({ boards }) => !boards.includes(board)),
  };
}

function parseSnippet(name: string, value: unknown): FirmwareSnippet | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { prefix, description, body } = value as Readonly<Record<string, unknown>>;
  if (typeof prefix !== 'string' || typeof description !== 'string') return undefined;
  const lines = Array.isArray(body) ? body.filter((line) => typeof line === 'string') : [];
  const { words = '', boards = '' } =
    /^(?<words>.*?) Boards: (?<boards>.*)\.$/.exec(description)?.groups ?? {};
  return { name, prefix, description: words, boards: readBoards(boards), body: lines.join('\n') };
}

function readBoards(text: string): readonly SigfoxBoard[] {
  const names = text.split(', ');
  const ids = Object.keys(sigfoxBoards) as SigfoxBoard[];
  return ids.filter((id) => names.includes(sigfoxBoards[id].name));
}
