import * as l10n from '@vscode/l10n';

const databaseFlag = '--compile-commands-dir=';
const driverFlag = '--query-driver=';

export type ClangdChange =
  | { readonly kind: 'change'; readonly arguments: readonly string[] }
  /** The person has said something else there, which stays. */
  | { readonly kind: 'taken'; readonly reason: string };

/**
 * The setting `clangd.arguments` with our database in it; everything else as it was. Clangd asks the compiler for its own
 * headers only when it is told that it may run it.
 */
export function withOurDatabase(
  known: readonly string[],
  ours: { readonly folder: string; readonly compilerPath: string },
): ClangdChange {
  const taken = known.find(
    (argument) => argument.startsWith(databaseFlag) && argument !== databaseFlag + ours.folder,
  );
  if (taken !== undefined) {
    return {
      kind: 'taken',
      reason: l10n.t('"clangd.arguments" has "{0}" already, which is left as it is.', taken),
    };
  }
  const drivers = known
    .filter((argument) => argument.startsWith(driverFlag))
    .flatMap((argument) => argument.slice(driverFlag.length).split(','));
  const others = known.filter(
    (argument) => !argument.startsWith(driverFlag) && !argument.startsWith(databaseFlag),
  );
  const allDrivers = [...new Set([...drivers, ours.compilerPath])].join(',');
  return {
    kind: 'change',
    arguments: [...others, databaseFlag + ours.folder, driverFlag + allDrivers],
  };
}
