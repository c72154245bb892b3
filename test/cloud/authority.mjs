// Two authorities of the tests' own, as a company has one that checks all traffic: one that the workbench is told of,
// and one that it is not.
import fs from 'node:fs';
import path from 'node:path';
import { ensurePrograms, run } from '../../scripts/bootstrap.mjs';

/** Writes `<authority>.crt`, and `<authority>-server.crt` and `.key` for the names, into the folder. */
export async function makeAuthorities(folder, names) {
  await ensurePrograms({ openssl: 'openssl' });
  await Promise.all(
    ['known', 'unknown'].map((authority) => makeAuthority(folder, authority, names)),
  );
}

async function makeAuthority(folder, authority, names) {
  const openssl = (...args) => run('openssl', args, folder);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const server = `${authority}-server`;
  await openssl(
    ...['req', '-x509', ...newKey, '-days', '30', '-subj', `/CN=The ${authority} authority`],
    ...['-addext', 'basicConstraints=critical,CA:TRUE'],
    ...['-keyout', `${authority}.key`, '-out', `${authority}.crt`],
  );
  await openssl(
    ...[
      'req',
      ...newKey,
      '-subj',
      '/CN=server',
      '-keyout',
      `${server}.key`,
      '-out',
      `${server}.csr`,
    ],
  );
  fs.writeFileSync(path.join(folder, `${server}.ext`), `subjectAltName=${names}\n`);
  await openssl(
    ...['x509', '-req', '-days', '30', '-in', `${server}.csr`, '-extfile', `${server}.ext`],
    ...['-CA', `${authority}.crt`, '-CAkey', `${authority}.key`, '-out', `${server}.crt`],
  );
  // The chain goes out whole, as a company's does: its end is what is not known.
  fs.appendFileSync(
    path.join(folder, `${server}.crt`),
    fs.readFileSync(path.join(folder, `${authority}.crt`)),
  );
}
