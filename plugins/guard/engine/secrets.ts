import type { Finding } from './finding.js';
import { longWords } from './long-words.js';

/** Keys by the prefixes that their issuers publish. The first group is enough to know the key while it streams in. */
const secretForms: readonly { name: string; prefix: RegExp; body: string }[] = [
  { name: 'api-key', prefix: /sk-(?=[A-Za-z_-]{0,40}[\dA-Z])[A-Za-z0-9]/, body: '[A-Za-z0-9_-]{19,200}' },
  { name: 'api-key', prefix: /[rs]k_(?:live|test)_/, body: '[A-Za-z0-9]{16,120}' },
  {
    name: 'api-key',
    prefix:
      /(?:npm_|hf_|pypi-|shp(?:at|ca|pa|ss)_|do[opr]_v1_|gsk_|xai-|r8_|lin_api_|secret_|dp\.pt\.|SG\.)(?=[\w.-]{0,60}\d)/,
    body: '[A-Za-z0-9_.-]{30,200}',
  },
  { name: 'aws-key', prefix: /(?:AKIA|ASIA)/, body: '[A-Z0-9]{16}(?![A-Za-z0-9])' },
  { name: 'github-token', prefix: /(?:gh[pousr]_|github_pat_)/, body: '[A-Za-z0-9_]{22,255}' },
  { name: 'gitlab-token', prefix: /glpat-/, body: '[A-Za-z0-9_-]{20,64}' },
  { name: 'google-key', prefix: /AIza/, body: '[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])' },
  { name: 'google-key', prefix: /ya29\./, body: '[A-Za-z0-9_-]{30,500}' },
  { name: 'slack-token', prefix: /xox[abeoprs]-/, body: '[A-Za-z0-9-]{10,120}' },
  {
    name: 'webhook',
    prefix: /https:\/\/(?:hooks\.slack\.com\/services|discord(?:app)?\.com\/api\/webhooks)\//,
    body: '[A-Za-z0-9_/-]{20,200}',
  },
  { name: 'telegram-token', prefix: /\d{8,10}:AA/, body: '[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])' },
  {
    name: 'address-password',
    prefix: /[a-z][a-z0-9+]{1,20}:\/\//,
    body: String.raw`[^\s:/?#@<>]{1,64}:[^\s/?#@<>]{3,128}@(?=[\w[])`,
  },
  {
    name: 'jwt',
    prefix: /eyJ[A-Za-z0-9_-]/,
    body: String.raw`[A-Za-z0-9_-]{9,2000}\.[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,2000}`,
  },
];
const pattern = new RegExp(
  `(?<![A-Za-z0-9_])(?:${secretForms.map(({ prefix, body }, index) => `(?<s${index}>${prefix.source}${body})`).join('|')})`,
  'u',
);
const everyKey = new RegExp(pattern, 'gu');
const pem =
  /-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----(?:[^-]{0,8000}-----END (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----)?/gu;
/** A key that streams in: it is known by its beginning, before its end is seen. */
export const openSecret =
  /(?<![A-Za-z0-9_])(?:sk-(?=[A-Za-z_-]{0,40}[\dA-Z])[A-Za-z0-9_-]{16,}|[rs]k_(?:live|test)_[A-Za-z0-9]{12,}|gh[pousr]_[A-Za-z0-9]{18,}|github_pat_[A-Za-z0-9_]{18,}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{30,}(?:\.[A-Za-z0-9_-]*)*)$/u;

/** No key is shorter, and none has a space in it but those in PEM. */
const shortest = 12;

/** Keys and tokens that open something. */
export function findSecrets(text: string): Finding[] {
  const found: Finding[] = [];
  for (const word of longWords(text, shortest)) {
    if (!pattern.test(word.text)) continue;
    for (const match of word.text.matchAll(everyKey)) {
      const index = secretForms.findIndex((_, each) => match.groups?.[`s${each}`] !== undefined);
      found.push(finding(secretForms[index]?.name ?? 'api-key', word.start + match.index, match[0].length));
    }
  }
  if (!text.includes('-----BEGIN ')) return found;
  for (const match of text.matchAll(pem)) found.push(finding('private-key', match.index, match[0].length));
  return found.sort((one, other) => one.start - other.start);
}

function finding(name: string, start: number, length: number): Finding {
  return {
    kind: `secret.${name}`,
    severity: 'HIGH',
    rule: `guard.${name}`,
    version: 1,
    start,
    end: start + length,
  };
}
