import { describe, expect, test } from 'vitest';
import { findDetails } from '../../../../src/judge/redact/patterns';
import { kindsOf } from '../../../../src/judge/redact/redaction';

const strict = kindsOf('strict');
const found = (text: string, kinds = strict) =>
  findDetails(text, kinds).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);

/** Put together here, so that no scanner takes this file for a leak. */
const secret = (prefix: string, length: number) => prefix + 'a1B2c3D4e5'.repeat(10).slice(0, length);

describe('what is taken out', () => {
  test.each([
    ['Write to ada.lovelace+tag@mail.example.org.', 'email: ada.lovelace+tag@mail.example.org'],
    ['<jörg@müller.de>', 'email: jörg@müller.de'],
    ['mailto:bob%40example.com', 'email: bob%40example.com'],
    ['Call +1 (415) 555-0132 now', 'phone: +1 (415) 555-0132'],
    ['Tel. +49 30 901820', 'phone: +49 30 901820'],
    ['(415) 555-0132', 'phone: (415) 555-0132'],
    ['415-555-0132,', 'phone: 415-555-0132'],
    ['0171/1234567', 'phone: 0171/1234567'],
    ['+442079460958', 'phone: +442079460958'],
    [`key ${secret('sk-proj-', 40)}`, `key: ${secret('sk-proj-', 40)}`],
    [secret('ghp_', 36), `key: ${secret('ghp_', 36)}`],
    [secret('hf_', 34), `key: ${secret('hf_', 34)}`],
    ['AKIAABCDEFGHIJKLMNOP', 'key: AKIAABCDEFGHIJKLMNOP'],
    [`Authorization: Bearer ${secret('', 30)}`, `key: ${secret('', 30)}`],
    [
      `${secret('eyJ', 20)}.${secret('eyJ', 20)}.${secret('', 20)}`,
      `key: ${secret('eyJ', 20)}.${secret('eyJ', 20)}.${secret('', 20)}`,
    ],
    ['"password": "hunter2hunter2"', 'key: hunter2hunter2'],
    ['API_KEY=0123456789abcdef', 'key: 0123456789abcdef'],
    ['postgres://bob:pa55@db.example/x', 'key: bob:pa55@db.example'],
    ['from 192.168.10.254 today', 'ip: 192.168.10.254'],
    ['at 2001:db8::8a2e:370:7334', 'ip: 2001:db8::8a2e:370:7334'],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  test('a private key, whole or cut off', () => {
    const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} RSA PRIVATE KEY-----`);
    expect(found(`x ${begin}\nMIIEow==\nabc/+=\n${end} y`)).toEqual([`key: ${begin}\nMIIEow==\nabc/+=\n${end}`]);
    expect(found(`${begin}\nMIIEow\nabc`)).toEqual([`key: ${begin}\nMIIEow\nabc`]);
  });
});

describe('what stays, since reasoning needs it', () => {
  test.each([
    'The result is 4155550132.',
    '12 345 678 + 1 = 12 345 679',
    '2024-05-17 13:45:00',
    '01/02/2024',
    'x = -0.12345678',
    '[1, 22, 333, 4444, 55555]',
    'pi is 3.14159265358979',
    'version 1.2.3',
    'std::vector<int> a; b :: Int',
    'if a @ b and @property',
    'sk-learn-like-estimators',
    'token: something else',
    'basic electromagnetism theory',
    'ISBN 978-3-16-148410-0',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('IP addresses, unless they are asked for', () => {
    expect(found('192.168.10.254', kindsOf('standard'))).toEqual([]);
    expect(found('a@b.org', kindsOf('off'))).toEqual([]);
  });
});

test('hostile texts take time by their length, not by its square', () => {
  const units = [
    'a',
    'a.',
    '+1 ',
    '0',
    '(12) ',
    'a@',
    'a%40',
    '1.1.',
    ':',
    '://a:',
    'eyJa.',
    'token=',
    '-----BEGIN PRIVATE KEY-----',
    'bearer ',
    'sk-',
  ];
  const time = (text: string) => {
    const started = performance.now();
    findDetails(text, strict);
    return performance.now() - started;
  };
  for (const unit of units) {
    const of = (length: number) => unit.repeat(Math.ceil(length / unit.length));
    const short = Math.max(1, Math.min(time(of(20_000)), time(of(20_000))));
    const long = Math.min(time(of(160_000)), time(of(160_000)));
    // Eight times the text; its square would take 64 times as long.
    expect(long / short, unit).toBeLessThan(32);
  }
});
