import { createHash } from 'node:crypto';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, inflateRaw } from 'node:zlib';
import { type ArchiveMember, findInTar, findInZip } from '../archiveMember';
import {
  type CliRelease,
  isReleaseAddress,
  maxArchiveBytes,
  maxProgramBytes,
} from '../arduinoCliRelease';
import type { CliInstallFailure } from '../cliInstallFailure';
import { readFetchFailure } from '../networkFailure';

export interface CliInstallRequest {
  readonly release: CliRelease;
  /** Where downloads are kept; the program comes into a folder of its version. */
  readonly folder: string;
  /** Told with every piece; the whole is unknown where the server does not say it. */
  readonly onProgress: (receivedBytes: number, totalBytes: number | undefined) => void;
  readonly signal: AbortSignal;
  /** Addresses a download may be sent on to; GitHub's own when absent. */
  readonly isAllowed?: (address: string) => boolean;
  /** Nothing for this long is a time-out. */
  readonly patienceMs?: number;
}

export type CliInstallOutcome =
  | { readonly kind: 'done'; readonly program: string }
  | { readonly kind: 'failed'; readonly failure: CliInstallFailure };

/** Where the download of a release has its program. */
export function installedProgram(folder: string, release: CliRelease): string {
  return path.join(folder, `arduino-cli-${release.version}`, release.program);
}

/**
 * Downloads arduino-cli's release, compares its checksum with the one in our source and only then opens it. The program
 * appears under its name when it is complete, or not at all.
 */
export async function installArduinoCli(request: CliInstallRequest): Promise<CliInstallOutcome> {
  try {
    const archive = await download(request);
    if (createHash('sha256').update(archive).digest('hex') !== request.release.sha256) {
      throw new Refusal({ kind: 'wrongSum', url: request.release.url });
    }
    const bytes = await unpack(archive, request.release);
    request.signal.throwIfAborted();
    return { kind: 'done', program: await keep(bytes, request) };
  } catch (error) {
    return { kind: 'failed', failure: readFailure(error, request) };
  }
}

class Refusal extends Error {
  constructor(readonly failure: CliInstallFailure) {
    super(failure.kind);
  }
}

function readFailure(error: unknown, request: CliInstallRequest): CliInstallFailure {
  if (request.signal.aborted) return { kind: 'cancelled' };
  if (error instanceof Refusal) return error.failure;
  const network = readFetchFailure(error, request.release.url);
  if (network) return { kind: 'network', failure: network };
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return { kind: 'disk', reason: code };
  throw error;
}

const defaultPatienceMs = 20_000;
/** GitHub sends on once. */
const maxSteps = 4;

async function download(request: CliInstallRequest): Promise<Uint8Array> {
  const quiet = new Patience(request.patienceMs ?? defaultPatienceMs);
  try {
    const signal = AbortSignal.any([request.signal, quiet.signal]);
    const response = await open(request, signal, quiet);
    return await readBody(response, request, quiet);
  } catch (error) {
    if (quiet.isOver && !request.signal.aborted) {
      const { host } = new URL(request.release.url);
      throw new Refusal({ kind: 'network', failure: { kind: 'timedOut', host } });
    }
    throw error;
  } finally {
    quiet.dispose();
  }
}

/** Aborts what waits when nothing has happened for some time. */
class Patience {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  readonly signal = this.controller.signal;

  constructor(private readonly durationMs: number) {
    this.renew();
  }

  get isOver(): boolean {
    return this.signal.aborted;
  }

  renew(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.controller.abort(), this.durationMs);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}

/**
 * Follows the address to where the file is, looking at every step. The editor gives its own `fetch` to extensions, which
 * knows its proxy and its certificates.
 */
async function open(
  { release, isAllowed = isReleaseAddress }: CliInstallRequest,
  signal: AbortSignal,
  quiet: Patience,
): Promise<Response> {
  let address = release.url;
  for (let step = 0; step < maxSteps; step++) {
    if (!isAllowed(address)) {
      throw new Refusal({ kind: 'sentElsewhere', host: new URL(address).host });
    }
    const response = await fetch(address, { redirect: 'manual', signal });
    quiet.renew();
    if (response.ok) return response;
    const next = response.headers.get('location');
    await response.body?.cancel();
    if (response.status < 300 || response.status >= 400 || next === null) {
      const { host } = new URL(address);
      const failure = { kind: 'httpStatus', host, status: response.status } as const;
      throw new Refusal({ kind: 'network', failure });
    }
    address = resolve(next, address);
  }
  throw new Refusal({ kind: 'sentElsewhere', host: new URL(address).host });
}

/** An address that makes no sense is one that is not allowed. */
function resolve(next: string, base: string): string {
  return URL.canParse(next, base) ? new URL(next, base).href : 'about:blank';
}

async function readBody(
  response: Response,
  { release, onProgress }: CliInstallRequest,
  quiet: Patience,
): Promise<Uint8Array> {
  const tooBig = new Refusal({ kind: 'tooBig', url: release.url });
  const said = Number(response.headers.get('content-length') ?? Number.NaN);
  const totalBytes = Number.isSafeInteger(said) && said > 0 ? said : undefined;
  if (totalBytes !== undefined && totalBytes > maxArchiveBytes) {
    await response.body?.cancel();
    throw tooBig;
  }
  const pieces: Uint8Array[] = [];
  let received = 0;
  const body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = response.body ?? [];
  for await (const piece of body) {
    quiet.renew();
    received += piece.byteLength;
    if (received > maxArchiveBytes) throw tooBig;
    pieces.push(piece);
    onProgress(received, totalBytes);
  }
  return Buffer.concat(pieces);
}

async function unpack(archive: Uint8Array, release: CliRelease): Promise<Uint8Array> {
  const limit = { maxOutputLength: maxProgramBytes };
  const bytes =
    release.archive === 'zip'
      ? await readMember(archive, findInZip(archive, release.program), limit)
      : await untar(await promisify(gunzip)(archive, limit), release.program, limit);
  if (!bytes) throw new Refusal({ kind: 'noProgram' });
  return bytes;
}

function untar(tar: Uint8Array, name: string, limit: { maxOutputLength: number }) {
  return readMember(tar, findInTar(tar, name), limit);
}

async function readMember(
  archive: Uint8Array,
  member: ArchiveMember | undefined,
  limit: { maxOutputLength: number },
): Promise<Uint8Array | undefined> {
  if (!member) return undefined;
  const bytes = archive.subarray(member.start, member.end);
  const whole = member.isDeflated ? await promisify(inflateRaw)(bytes, limit) : bytes;
  return whole.byteLength === member.sizeBytes ? whole : undefined;
}

async function keep(bytes: Uint8Array, { release, folder }: CliInstallRequest): Promise<string> {
  const program = installedProgram(folder, release);
  await mkdir(path.dirname(program), { recursive: true });
  const unfinished = `${program}.${process.pid}.part`;
  try {
    await writeFile(unfinished, bytes);
    await chmod(unfinished, 0o755);
    await rename(unfinished, program);
  } finally {
    await rm(unfinished, { force: true });
  }
  return program;
}
