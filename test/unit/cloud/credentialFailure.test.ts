import assert from 'node:assert/strict';
import { readProfiles } from '../../../src/cloud/awsProfile';
import {
  type CredentialProblem,
  explainCredentialFailure,
  type FailureFacts,
} from '../../../src/cloud/credentialFailure';

const nowMs = Date.UTC(2026, 10, 25, 14, 2);
const profiles = readProfiles(
  {
    config:
      '[profile r]\nrole_arn=arn:aws:iam::1:role/r\nsource_profile=k\n[profile p]\ncredential_process=x\n[profile u]\nregion=x\n[profile s]\nsso_start_url=https://x/start\nsso_region=eu-west-1\nsso_account_id=111122223333\nsso_role_name=Ops',
    credentials: '[k]\naws_access_key_id=A\naws_secret_access_key=B',
  },
  {},
);
const lasting = (reason: string): CredentialProblem => ({ kind: 'failed', reason, mayPass: false });
const passing = (reason: string): CredentialProblem => ({ kind: 'failed', reason, mayPass: true });
const ended = (atMs: number | undefined): CredentialProblem => ({
  kind: 'signInNeeded',
  by: 'session',
  atMs,
});
const place = 'sts.eu-west-1.amazonaws.com:443';

describe('explainCredentialFailure', () => {
  const rows: readonly [
    why: string,
    profile: string,
    facts: FailureFacts,
    expected: CredentialProblem,
  ][] = [
    [
      'a name that is not known',
      'k',
      { network: { code: 'ENOTFOUND', place } },
      passing(
        `The name of ${place} is not known. Check the network, and whether it wants a proxy.`,
      ),
    ],
    [
      'a blocked port',
      'k',
      { network: { code: 'ETIMEDOUT', place } },
      passing(`${place} does not answer. A firewall may block the port.`),
    ],
    [
      'a proxy that wants a password',
      'k',
      { network: { code: 'PROXY_AUTHENTICATION', place } },
      lasting(
        `The proxy on the way to ${place} wants a user name and password (407). Sign in to it when the editor asks, or write them into the setting "http.proxy".`,
      ),
    ],
    [
      'a company that checks the traffic',
      'k',
      { network: { code: 'SELF_SIGNED_CERT_IN_CHAIN', place } },
      lasting(
        `Self-signed certificate in the chain of ${place}. If your company checks the traffic, add its certificate to those of the operating system.`,
      ),
    ],
    [
      'an answer that is too long',
      'k',
      { network: { code: 'ANSWER_TOO_LONG', place } },
      passing(`${place} cannot be reached (ANSWER_TOO_LONG).`),
    ],
    ['keys that ended', 'k', { errorName: 'ExpiredToken' }, ended(nowMs)],
    ['a token that is not there', 's', { ssoToken: 'missing' }, ended(undefined)],
    [
      'a token that ended',
      's',
      { ssoToken: { expiresAtMs: nowMs - 60_000 } },
      ended(nowMs - 60_000),
    ],
    [
      'a token that the portal took back',
      's',
      { ssoToken: { expiresAtMs: nowMs + 60_000 }, http: { status: 401, dateMs: nowMs } },
      ended(nowMs),
    ],
    [
      'a role that is not given',
      's',
      { ssoToken: { expiresAtMs: nowMs + 60_000 }, http: { status: 403, dateMs: nowMs } },
      lasting('The role "Ops" of account 111122223333 is not given to you.'),
    ],
    [
      'a clock that is behind (F12)',
      'k',
      { errorName: 'SignatureDoesNotMatch', http: { status: 403, dateMs: nowMs + 600_000 } },
      lasting('Your clock is 10 min behind AWS.'),
    ],
    [
      'a clock that is ahead (F12)',
      'k',
      { errorName: 'RequestExpired', http: { status: 403, dateMs: nowMs - 600_000 } },
      lasting('Your clock is 10 min ahead of AWS.'),
    ],
    [
      'throttling (F15)',
      'k',
      { errorName: 'Throttling', http: { status: 400, dateMs: nowMs } },
      passing('AWS asks to come back later; it gets too many requests.'),
    ],
    [
      'an AWS that is ill (F15)',
      'k',
      { errorName: 'InternalFailure', http: { status: 503, dateMs: nowMs } },
      passing('AWS cannot answer at the moment (HTTP status 503).'),
    ],
    [
      'a wrong secret',
      'k',
      { errorName: 'SignatureDoesNotMatch', http: { status: 403, dateMs: nowMs } },
      lasting('The secret key of "k" does not belong to its access key.'),
    ],
    [
      'a key that is gone',
      'k',
      { errorName: 'InvalidClientTokenId' },
      lasting('AWS does not know the access key of "k"; it was deleted or made inactive.'),
    ],
    [
      'a role that may not be taken',
      'r',
      { errorName: 'AccessDenied' },
      lasting('AWS does not let "r" take the role "arn:aws:iam::1:role/r".'),
    ],
    [
      'a program that fails',
      'p',
      {},
      lasting(
        'The program in "credential_process" of "p" gave no keys; run it in a terminal to see why.',
      ),
    ],
    [
      'a profile that says nothing',
      'u',
      {},
      lasting('The profile "u" cannot be used: it says nothing about credentials.'),
    ],
    [
      'anything else',
      'k',
      { errorName: 'Strange\u202e' },
      lasting('There are no credentials for "k" (Strange\ufffd).'),
    ],
  ];
  for (const [why, name, facts, expected] of rows) {
    it(`has words for ${why}`, () => {
      const profile = profiles.all.find((each) => each.name === name);
      assert.ok(profile);
      assert.deepEqual(explainCredentialFailure(profile, facts, nowMs), expected);
    });
  }
});
