// The door of the workbench that `npm start` serves: only who knows the secret in the address comes in. The server
// behind it listens on a Unix socket of this user. No cookie is used: browsers send cookies of 127.0.0.1 to every port.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';

/** Opens the gate on a port of 127.0.0.1 (0: any free one) before the server on `socketPath`. */
export async function openGate(socketPath, port = 0) {
  const secret = randomBytes(24).toString('base64url');
  const connections = new Set();
  const server = http.createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const authority = `127.0.0.1:${server.address().port}`;
  const origin = `http://${authority}`;
  const guard = createGuard(secret, authority, origin);

  server.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  server.on('request', (request, response) => pass(request, response, guard(request), socketPath));
  server.on('upgrade', (request, connection, head) => {
    const path = request.headers.origin === origin ? guard(request) : undefined;
    passUpgrade(request, connection, head, path, socketPath);
  });
  return {
    origin,
    secret,
    close() {
      server.close();
      for (const connection of connections) connection.destroy();
    },
  };
}

/** Gives the path behind the secret, or undefined: no secret, a foreign Host (rebinding) or a foreign Origin. */
function createGuard(secret, authority, origin) {
  const digest = (text) => createHash('sha256').update(text).digest();
  const wanted = digest(secret);
  return ({ url, headers }) => {
    const [, given, path] = /^\/([\w-]+)(\/.*)$/.exec(url) ?? [];
    const isAllowed =
      given !== undefined &&
      timingSafeEqual(digest(given), wanted) &&
      headers.host === authority &&
      (headers.origin === undefined || headers.origin === origin);
    return isAllowed ? path : undefined;
  };
}

function pass(request, response, path, socketPath) {
  if (path === undefined) {
    response.writeHead(403).end();
    return;
  }
  const inner = http.request(
    { socketPath, method: request.method, path, headers: ownHeaders(request.headers) },
    (answer) => {
      // The address holds the secret, so no other page may learn it as a referrer.
      response.writeHead(answer.statusCode, {
        ...answer.headers,
        'referrer-policy': 'no-referrer',
      });
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    },
  );
  inner.on('error', () => {
    if (!response.headersSent) response.writeHead(502);
    response.end();
  });
  response.on('close', () => inner.destroy());
  request.pipe(inner);
}

function passUpgrade(request, connection, head, path, socketPath) {
  connection.on('error', () => undefined);
  if (path === undefined) {
    connection.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  const inner = net.connect(socketPath, () => {
    const headers = Object.entries(ownHeaders(request.headers));
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    inner.write(`GET ${path} HTTP/1.1\r\n${lines}\r\n`);
    inner.write(head);
    connection.pipe(inner).pipe(connection);
  });
  inner.on('error', () => connection.destroy());
  inner.on('close', () => connection.destroy());
  connection.on('close', () => inner.destroy());
}

/** The server believes forwarding headers, so none comes through from outside. */
function ownHeaders(headers) {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(x-)?forwarded/.test(name)),
  );
}
