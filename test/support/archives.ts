import { deflateRawSync, gzipSync } from 'node:zlib';

/** One file of a tar archive (POSIX ustar); type `2` makes a symbolic link. */
export function tarFile(name: string, content: Buffer, type = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000755\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const rest = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([header, content, rest]);
}

/** A `.tar.gz` of text files. */
export function tarball(files: Readonly<Record<string, string>>): Buffer {
  const members = Object.entries(files).map(([name, text]) => tarFile(name, Buffer.from(text)));
  return gzipSync(Buffer.concat([...members, Buffer.alloc(1024)]));
}

/** A zip archive, each file deflated or as it is. */
export function zip(files: Readonly<Record<string, Buffer | string>>, isDeflated = true): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, given] of Object.entries(files)) {
    const content = Buffer.from(given);
    const packed = isDeflated ? deflateRawSync(content) : content;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    writeShared(local, 6, { name, content, packed, isDeflated });
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    central.writeUInt16LE(20, 6);
    writeShared(central, 8, { name, content, packed, isDeflated });
    central.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    centrals.push(central, Buffer.from(name));
    offset += local.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(centrals.length / 2, 8);
  end.writeUInt16LE(centrals.length / 2, 10);
  end.writeUInt32LE(Buffer.concat(centrals).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...centrals, end]);
}

/** The fields that the local and the central header have in the same order, from the flags on. */
function writeShared(
  header: Buffer,
  at: number,
  of: { name: string; content: Buffer; packed: Buffer; isDeflated: boolean },
): void {
  header.writeUInt16LE(of.isDeflated ? 8 : 0, at + 2);
  header.writeUInt32LE(crc32(of.content), at + 8);
  header.writeUInt32LE(of.packed.length, at + 12);
  header.writeUInt32LE(of.content.length, at + 16);
  header.writeUInt16LE(of.name.length, at + 20);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
