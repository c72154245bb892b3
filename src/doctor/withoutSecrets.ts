// What lets somebody in, or says whose account it is, and has no place in a text that is sent around.
const secrets: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // Access keys of AWS and the parts of a signed address.
  [/\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, '$1…'],
  [/\b(X-Amz-[A-Za-z-]+)=[^&\s"]+/g, '$1=…'],
  [/\b(Authorization:?\s*(?:Basic|Bearer)|Basic|Bearer)\s+[\w+/=.-]{8,}/gi, '$1 …'],
  [/\b(password|passphrase|secret|token)("?\s*[:=]\s*"?)[^\s",;]+/gi, '$1$2…'],
  // User and password in an address.
  [/(\w+:\/\/)[^/\s:@]+:[^/\s@]+@/g, '$1…@'],
  // An account number keeps its end, so that two of them can still be told apart.
  [/\b\d{8}(\d{4})\b(?=[:\s.,;"')]|$)/g, '…$1'],
  // External ids and PACs.
  [/\b[0-9a-fA-F]{16,}\b/g, '…'],
];

/** The text with secrets left out, as far as they can be told by their looks. */
export function withoutSecrets(text: string): string {
  return secrets.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text);
}
