import * as l10n from '@vscode/l10n';
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import type { TlsFiles } from '../connection';

/** What the files hold, ready for Node's TLS. */
export interface TlsMaterial {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
}

/** Reads the files anew for every attempt, so that a renewed certificate needs no restart; or says why it cannot. */
export async function readTlsFiles(
  files: TlsFiles,
  signal: AbortSignal,
): Promise<TlsMaterial | string> {
  try {
    const trusted =
      files.caFile === undefined ? knownAuthorities() : { ca: [await read(files.caFile)] };
    if (files.certificateFile === undefined && files.keyFile === undefined) return trusted;
    if (files.certificateFile === undefined || files.keyFile === undefined) {
      return l10n.t('A client certificate needs both files: the certificate and its key.');
    }
    const cert = await read(files.certificateFile);
    const key = await read(files.keyFile);
    if (!isEncrypted(key)) return { ...trusted, cert, key };
    const passphrase = await files.passphrase?.(signal);
    return canOpen(key, passphrase)
      ? { ...trusted, cert, key, passphrase: passphrase ?? '' }
      : l10n.t('The passphrase does not open the key "{0}".', files.keyFile);
  } catch (error) {
    if (error instanceof UnreadableFile) return error.message;
    throw error;
  }
}

class UnreadableFile extends Error {}

async function read(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UnreadableFile(
      code === 'ENOENT'
        ? l10n.t('There is no file "{0}". Correct its path in the connection.', file)
        : l10n.t('The file "{0}" cannot be read ({1}).', file, code),
    );
  });
  if (!text.includes('-----BEGIN ')) {
    throw new UnreadableFile(l10n.t('The file "{0}" is not in the PEM format.', file));
  }
  return text;
}

/** Those that come with Node and those of the machine: a company's own authority is among the latter. */
function knownAuthorities(): Pick<TlsMaterial, 'ca'> {
  // Older Nodes cannot tell; they keep to their own list.
  if (!('getCACertificates' in tls)) return {};
  const known = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  return { ca: [...new Set(known)] };
}

/** PKCS #8 (RFC 5958) says so in its first line, the older formats in a header (RFC 1421 §4.6.1.1). */
function isEncrypted(key: string): boolean {
  return /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(key);
}

function canOpen(key: string, passphrase: string | undefined): boolean {
  try {
    createPrivateKey({ key, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
    return true;
  } catch {
    return false;
  }
}
