/** A file inside an archive: its place in the archive's bytes, and whether those are deflated. */
export interface ArchiveMember {
  readonly start: number;
  readonly end: number;
  readonly isDeflated: boolean;
  /** Its length when it is unpacked. */
  readonly sizeBytes: number;
}

const tarBlock = 512;

/**
 * The plain file of that name at the root of a tar archive (POSIX ustar, already unzipped). Links and folders of that
 * name are no such file.
 */
export function findInTar(archive: Uint8Array, name: string): ArchiveMember | undefined {
  for (let at = 0; at + tarBlock <= archive.length;) {
    const header = archive.subarray(at, at + tarBlock);
    if (header.every((byte) => byte === 0)) return undefined;
    const sizeBytes = Number.parseInt(textOf(header.subarray(124, 136)), 8);
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) return undefined;
    const start = at + tarBlock;
    const type = header[156];
    const isPlainFile = type === 0 || type === 0x30;
    if (isPlainFile && textOf(header.subarray(0, 100)).replace(/^\.\//, '') === name) {
      return start + sizeBytes <= archive.length
        ? { start, end: start + sizeBytes, isDeflated: false, sizeBytes }
        : undefined;
    }
    at = start + Math.ceil(sizeBytes / tarBlock) * tarBlock;
  }
  return undefined;
}

// Signatures and offsets: PKWARE's APPNOTE 4.3.7, 4.3.12 and 4.3.16.
const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const endOfDirectory = 0x06054b50;
const endOfDirectoryBytes = 22;
const longestComment = 65_535;
const stored = 0;
const deflated = 8;

/** The file of that name at the root of a zip archive. */
export function findInZip(archive: Uint8Array, name: string): ArchiveMember | undefined {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEndOfDirectory(view);
  if (end === undefined) return undefined;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > archive.length || view.getUint32(at, true) !== centralHeader) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    const found = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength));
    if (found === name) return zipMember(view, at);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return undefined;
}

function findEndOfDirectory(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - endOfDirectoryBytes - longestComment);
  for (let at = view.byteLength - endOfDirectoryBytes; at >= first; at--) {
    if (view.getUint32(at, true) === endOfDirectory) return at;
  }
  return undefined;
}

function zipMember(view: DataView, central: number): ArchiveMember | undefined {
  const method = view.getUint16(central + 10, true);
  const packedBytes = view.getUint32(central + 20, true);
  const sizeBytes = view.getUint32(central + 24, true);
  const local = view.getUint32(central + 42, true);
  const isKnown = method === stored || method === deflated;
  if (!isKnown || local + 30 > view.byteLength) return undefined;
  if (view.getUint32(local, true) !== localHeader) return undefined;
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const end = start + packedBytes;
  return end <= view.byteLength
    ? { start, end, isDeflated: method === deflated, sizeBytes }
    : undefined;
}

/** Text up to the first NUL. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
