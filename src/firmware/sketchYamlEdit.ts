import { type Document, isMap, isScalar, parseDocument } from 'yaml';
import { parseSketchYaml, type SketchYaml } from './sketchYaml';

/** What is to be written into a project file; a board with its options, and where it is connected. */
export interface RememberedBoard {
  readonly fqbn: string;
  readonly port?: string | undefined;
}

/**
 * The file with the board in it, everything else as it was, comments too; undefined for a file that cannot be read. The
 * board of the profile is written where one is in use.
 */
export function rememberBoard(
  text: string,
  board: RememberedBoard,
  profile?: string,
): string | undefined {
  const before = parseSketchYaml(text).project;
  if (!before) return undefined;
  const fields: readonly [path: readonly string[], value: string][] =
    profile === undefined
      ? [[['default_fqbn'], board.fqbn], ...portField(['default_port'], board)]
      : [
          [['profiles', profile, 'fqbn'], board.fqbn],
          ...portField(['profiles', profile, 'port'], board),
        ];
  const written = fields.reduce((result, [path, value]) => writeField(result, path, value), text);
  return isAsMeant(written, before, board, profile) ? written : undefined;
}

function portField(
  path: readonly string[],
  { port }: RememberedBoard,
): readonly [readonly string[], string][] {
  return port === undefined ? [] : [[path, port]];
}

/** Puts the value into its own place, or behind the last line; only where that cannot be, the file is laid out anew. */
function writeField(text: string, path: readonly string[], value: string): string {
  const document = parseDocument(text, { schema: 'failsafe', stringKeys: true });
  const known = document.getIn(path, true);
  if (isScalar(known) && known.range) {
    const [start, end] = known.range;
    return `${text.slice(0, start)}${scalar(value)}${text.slice(end)}`;
  }
  const root = document.contents;
  const isOpenAtEnd = root === null || (isMap(root) && root.flow !== true);
  if (path.length === 1 && isOpenAtEnd && !/^\.\.\./m.test(text)) {
    const separator = text === '' || text.endsWith('\n') ? '' : '\n';
    return `${text}${separator}${path.join('')}: ${scalar(value)}\n`;
  }
  return laidOutAnew(document, path, value);
}

function laidOutAnew(document: Document, path: readonly string[], value: string): string {
  document.setIn(path, value);
  return document.toString({ lineWidth: 0 });
}

/** Text that means nothing else in YAML may stand as it is. */
function scalar(value: string): string {
  return /^[A-Za-z/][\w./=,+-]*(?::[\w./=,+-]+)*$/.test(value) ? value : JSON.stringify(value);
}

function isAsMeant(
  text: string,
  before: SketchYaml,
  board: RememberedBoard,
  profile: string | undefined,
): boolean {
  const after = parseSketchYaml(text).project;
  if (!after || after.profiles.length !== before.profiles.length) return false;
  const place =
    profile === undefined
      ? { fqbn: after.defaultFqbn, port: after.defaultPort }
      : after.profiles.find(({ name }) => name === profile);
  return place?.fqbn === board.fqbn && (board.port === undefined || place.port === board.port);
}
