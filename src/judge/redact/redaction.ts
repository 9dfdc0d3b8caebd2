import type { JudgeIdentity } from '../../model/judgment';
import type { DetailKind } from './patterns';

/** `standard`: e-mail addresses, phone numbers and keys; `strict`: IP addresses, too. */
export const REDACTIONS = ['off', 'standard', 'strict'] as const;
export type Redaction = (typeof REDACTIONS)[number];

/** To be raised when other things are taken out than before. */
const VERSION = 1;

/**
 * Behind the prompt's version in a judge's identity: a judge that sees placeholders is not the one that saw the
 * texts, and a batch that is collected days later has to know which of both was asked.
 */
export function redactionVersion(redaction: Redaction): string {
  return redaction === 'off' ? '' : `+r${VERSION}${redaction === 'strict' ? 's' : ''}`;
}

/** What is taken out of the texts that this judge sees. */
export function redactionOf({ promptVersion }: Pick<JudgeIdentity, 'promptVersion'>): Redaction {
  const [, strict] = /\+r\d+(s?)$/.exec(promptVersion) ?? [];
  return strict === undefined ? 'off' : strict === 's' ? 'strict' : 'standard';
}

export function kindsOf(redaction: Redaction): ReadonlySet<DetailKind> {
  if (redaction === 'off') return new Set();
  return new Set(redaction === 'strict' ? ['email', 'phone', 'key', 'ip'] : ['email', 'phone', 'key']);
}

/** For people, before anything is sent; empty when everything is sent as it is. */
export function redactionNote(redaction: Redaction): string {
  if (redaction === 'off') return '';
  const kinds = redaction === 'strict' ? 'phone numbers, keys and IP addresses' : 'phone numbers and keys';
  return `E-mail addresses, ${kinds} that are recognised are replaced by placeholders such as [email 1].`;
}
