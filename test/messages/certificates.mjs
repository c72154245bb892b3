// A small authority of the tests' own, with every certificate a broker can get wrong. Made anew for every run.
import fs from 'node:fs';
import path from 'node:path';
import { run } from '../../scripts/bootstrap.mjs';

const subjects = {
  server: { days: 30, names: 'DNS:localhost,IP:127.0.0.1' },
  expired: { days: -1, names: 'DNS:localhost,IP:127.0.0.1' },
  elsewhere: { days: 30, names: 'DNS:broker.example' },
  client: { days: 30, names: 'DNS:workbench' },
};

/** Writes `<name>.crt` and `<name>.key` into the folder, `ca.crt`, and `locked.key`: the client's key, encrypted. */
export async function makeCertificates(folder, passphrase) {
  const openssl = (...args) => run('openssl', args, folder);
  const key = (file) =>
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file);
  await key('ca.key');
  await openssl(
    ...['req', '-x509', '-new', '-key', 'ca.key', '-days', '30', '-out', 'ca.crt'],
    ...['-subj', '/CN=Authority of the tests', '-addext', 'basicConstraints=critical,CA:TRUE'],
  );
  for (const [name, { days, names }] of Object.entries(subjects)) {
    await key(`${name}.key`);
    await openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', 'request');
    fs.writeFileSync(path.join(folder, 'extensions'), `subjectAltName=${names}\n`);
    await openssl(
      ...['x509', '-req', '-in', 'request', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', String(days), '-extfile', 'extensions', '-out', `${name}.crt`],
    );
  }
  await openssl(
    ...['pkcs8', '-topk8', '-in', 'client.key', '-out', 'locked.key'],
    ...['-passout', `pass:${passphrase}`],
  );
}
