/** Where the script of a platform's maker lies that wants to run after the platform was installed. */
export function postInstallScript(place: {
  readonly dataFolder: string;
  /** `arduino:samd`. */
  readonly id: string;
  readonly version: string;
  readonly isWindows: boolean;
}): string | undefined {
  const { dataFolder, id, version, isWindows } = place;
  const [vendor = '', architecture = ''] = id.split(':');
  // These become parts of a path.
  if (![vendor, architecture, version].every((part) => /^\w[\w.+-]*$/.test(part))) return undefined;
  const separator = isWindows ? '\\' : '/';
  const script = isWindows ? 'post_install.bat' : 'post_install.sh';
  return [dataFolder, 'packages', vendor, 'hardware', architecture, version, script].join(
    separator,
  );
}
