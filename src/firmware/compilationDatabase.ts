/** How one file is compiled: a row of a compilation database (Clang's JSON format). */
export interface CompileCommand {
  readonly directory: string;
  readonly file: string;
  readonly arguments: readonly string[];
}

/** The database's rows; undefined for a text that is none. Rows that make no sense are left out. */
export function parseDatabase(text: string): readonly CompileCommand[] | undefined {
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) ? rows.flatMap((row) => parseRow(row) ?? []) : undefined;
  } catch {
    return undefined;
  }
}

function parseRow(row: unknown): CompileCommand | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const { directory, file, arguments: args } = row as Record<string, unknown>;
  const isCommand = typeof directory === 'string' && typeof file === 'string' && isTexts(args);
  return isCommand ? { directory, file, arguments: args } : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** A sketch and where arduino-cli builds it. Paths have the separators of the machine. */
export interface BuiltSketch {
  /** The folder of the sketch, as the person has it. */
  readonly folder: string;
  readonly buildPath: string;
  /** Names of the `.ino` files in the folder. */
  readonly inoFiles: readonly string[];
  readonly separator: '/' | '\\';
}

/**
 * The rows for the files a person edits. arduino-cli compiles copies in its build folder: one file made of all the `.ino`
 * files, and the others as they are. The `.ino` files get the command of the one they become; Arduino.h, which is put into
 * that, is included by force.
 */
export function commandsForSketch(
  commands: readonly CompileCommand[],
  sketch: BuiltSketch,
): readonly CompileCommand[] {
  const { folder, buildPath, inoFiles, separator } = sketch;
  const copies = [buildPath, 'sketch', ''].join(separator);
  return commands.flatMap((command) => {
    if (!command.file.startsWith(copies)) return [command];
    const name = command.file.slice(copies.length);
    if (!name.endsWith('.ino.cpp')) return [movedTo([folder, name].join(separator), command)];
    return inoFiles.map((ino) => asArduino(movedTo([folder, ino].join(separator), command)));
  });
}

function movedTo(file: string, command: CompileCommand): CompileCommand {
  return {
    ...command,
    file,
    arguments: command.arguments.map((argument) => (argument === command.file ? file : argument)),
  };
}

/** An `.ino` is C++ that nobody's editor knows as such. */
function asArduino(command: CompileCommand): CompileCommand {
  const [compiler = '', ...rest] = command.arguments;
  return {
    ...command,
    arguments: [compiler, '-x', 'c++', '-include', 'Arduino.h', ...rest],
  };
}

/** What the C/C++ extension wants to know of a file. */
export interface IntelliSenseConfiguration {
  readonly includePath: readonly string[];
  readonly defines: readonly string[];
  readonly forcedInclude: readonly string[];
  readonly compilerPath: string;
  /** Flags by which the compiler tells its own headers and macros: the chip, and others of the machine. */
  readonly compilerArgs: readonly string[];
  readonly standard: 'c++11' | 'c++14' | 'c++17' | 'c++20' | 'c++23' | 'c17';
}

/** Reads the compiler's command line for the C/C++ extension, which runs the compiler itself to ask for the rest. */
export function intelliSenseOf(command: CompileCommand): IntelliSenseConfiguration {
  const [compilerPath = '', ...args] = command.arguments;
  const includePath = valuesOf(args, ['-I', '-isystem', '-iquote']);
  const forced = valuesOf(args, ['-include']);
  return {
    includePath,
    defines: valuesOf(args, ['-D']),
    // Only full paths are taken there; the folders to look in come in the order the compiler has them.
    forcedInclude: forced.flatMap((name) => fullPath(name, includePath)),
    compilerPath,
    compilerArgs: args.filter((argument) =>
      /^-(?:m|f(?:no-)?exceptions$|f(?:no-)?rtti$)/.test(argument),
    ),
    standard: standardOf(args),
  };
}

/** The core's folder comes first among those of the command line, and Arduino.h lies there. */
function fullPath(name: string, includePath: readonly string[]): readonly string[] {
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(name)) return [name];
  const [core] = includePath;
  if (core === undefined) return [];
  return [`${core}${core.includes('\\') ? '\\' : '/'}${name}`];
}

function valuesOf(args: readonly string[], flags: readonly string[]): readonly string[] {
  return args.flatMap((argument, at) => {
    const flag = flags.find((one) => argument.startsWith(one));
    if (flag === undefined) return [];
    const value = argument === flag ? args[at + 1] : argument.slice(flag.length);
    return value === undefined || value === '' ? [] : [value];
  });
}

const standards: Readonly<Record<string, IntelliSenseConfiguration['standard']>> = {
  '11': 'c++11',
  '0x': 'c++11',
  '14': 'c++14',
  '1y': 'c++14',
  '17': 'c++17',
  '1z': 'c++17',
  '20': 'c++20',
  '2a': 'c++20',
  '23': 'c++23',
  '2b': 'c++23',
};

function standardOf(args: readonly string[]): IntelliSenseConfiguration['standard'] {
  const said = args.findLast((argument) => argument.startsWith('-std='))?.slice('-std='.length);
  if (said !== undefined && !said.includes('++')) return 'c17';
  return standards[/\+\+(\w+)$/.exec(said ?? '')?.[1] ?? ''] ?? 'c++17';
}

/**
 * The database for clangd: our rows, and those of a database the folder has already, which win for the files they name.
 * Flags of GCC that Clang takes for errors are left out.
 */
export function clangdDatabase(
  ours: readonly CompileCommand[],
  theirs: readonly unknown[] = [],
): string {
  const named = new Set(
    theirs.flatMap((row) =>
      typeof row === 'object' && row !== null && 'file' in row ? [String(row.file)] : [],
    ),
  );
  const added = ours
    .filter(({ file }) => !named.has(file))
    .map((command) => ({ ...command, arguments: command.arguments.filter(isKnownToClang) }));
  return `${JSON.stringify([...theirs, ...added], undefined, 1)}\n`;
}

function isKnownToClang(argument: string): boolean {
  return !/^-f(?:no-)?(?:fat-lto-objects|ipa-.+|devirtualize|tree-.+)$|^-flto|^-fuse-linker-plugin$|^-mcall-prologues$|^-Wno-error=narrowing$/.test(
    argument,
  );
}
