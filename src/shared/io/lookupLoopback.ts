import dns from 'node:dns';
import type { LookupFunction } from 'node:net';

/** `localhost` and all names below it are this machine (RFC 6761 §6.3), which Node leaves to the resolver. */
export const lookupLoopback: LookupFunction = (hostname, options, callback) => {
  if (!/(^|\.)localhost\.?$/i.test(hostname)) {
    dns.lookup(hostname, options, callback);
    return;
  }
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};
