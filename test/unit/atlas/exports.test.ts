import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { aggregate } from '../../../src/atlas/aggregate';
import { csvOf } from '../../../src/atlas/exports/csv';
import type { Failure } from '../../../src/atlas/exports/failures';
import { htmlOf } from '../../../src/atlas/exports/html';
import { markdownOf } from '../../../src/atlas/exports/markdown';
import { sarifOf, sarifUri } from '../../../src/atlas/exports/sarif';
import type { Report } from '../../../src/model/report';
import { errorAtlas } from '../../../src/model/taxonomies/builtin';
import { VerdictRules } from '../../../src/model/verdict';
import { PAYLOADS } from '../../support/payloads';
import { entry, judgment } from '../../support/records';

const CORRECTION = { key: 'b', category: 'Hard to Analyze', author: 'ada', createdAt: '2026-01-01T00:00:00.000Z' };

const FAILURES: Failure[] = [
  { entry: entry({ key: 'a', id: '-1' }), category: 'Computation Error', judgment: judgment({ key: 'a' }) },
  { entry: entry({ key: 'b' }), category: 'Hard to Analyze', correction: CORRECTION },
  { entry: entry({ key: 'c', source: { path: 'r/log.eval', format: 'inspect', entry: 's/1.json' } }), category: null },
];

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function text(pieces: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const piece of pieces) all += piece;
  return all;
}

async function sarif(failures: readonly Failure[]): Promise<Log> {
  const options = { taxonomy: errorAtlas, version: '0.1.0', pathOf: (path: string) => sarifUri(path, process.cwd()) };
  return JSON.parse(await text(sarifOf(each(failures), options)));
}

/** A failure whose every text is the given one. */
function hostile(words: string): Failure {
  return {
    entry: entry({
      id: words,
      dataset: words,
      model: words,
      source: { path: words || 'f', format: 'generic-csv', line: 3 },
    }),
    category: words || 'c',
    judgment: judgment({ title: words, summary: words }),
    correction: { ...CORRECTION, note: words, author: words },
  };
}

describe('CSV', () => {
  it('has a row a failing example', async () => {
    const rows = parse(await text(csvOf(each(FAILURES))), { columns: true, bom: true }) as Record<string, string>[];
    expect(
      rows.map(({ key, category, status, corrected, line, entry: member }) => [
        key,
        category,
        status,
        corrected,
        line,
        member,
      ]),
    ).toEqual([
      ['a', 'Computation Error', 'judged', '', '1', ''],
      ['b', 'Hard to Analyze', 'unjudged', 'ada', '1', ''],
      ['c', '', 'unjudged', '', '', 's/1.json'],
    ]);
    expect(rows[0]).toMatchObject({ title: 'Wrong product', judge: 'offline:rules', confidence: '0.9', score: '0' });
  });

  it('keeps its columns, and is no formula, whatever the texts are', async () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('=1+1', '@SUM(A1)', '+cmd|x', '-2+3', '"\n,;'),
    );
    await fc.assert(
      fc.asyncProperty(words, async (given) => {
        const rows = parse(await text(csvOf(each([hostile(given), hostile(given)]))), { bom: true }) as string[][];
        expect(rows.map((row) => row.length)).toEqual([17, 17, 17]);
        for (const cell of rows[1] ?? []) expect(cell).not.toMatch(/^[=+\-@]/);
      }),
    );
  });
});

describe('SARIF', () => {
  it('has a result a failing example, at its place, under the rule of its category', async () => {
    const log = await sarif(FAILURES);
    const run = log.runs[0];
    const rules = run?.tool.driver.rules ?? [];
    const results = run?.results ?? [];
    expect(results.map(({ ruleIndex = -1 }) => rules[ruleIndex]?.name)).toEqual([
      'Computation Error',
      'Hard to Analyze',
      'Unclassified',
    ]);
    for (const { ruleId, ruleIndex = -1 } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(results[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'runs/sums.jsonl' },
      region: { startLine: 1 },
    });
    expect(results[0]?.message.text).toBe('Computation Error: Wrong product. 17 * 24 is 408, not 398.');
    expect(results[2]?.locations?.[0]).toEqual({
      physicalLocation: { artifactLocation: { uri: 'r/log.eval' } },
      logicalLocations: [{ fullyQualifiedName: 's/1.json' }],
    });
  });

  it('has rules of unique ids and no link of a text, whatever the texts are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }), async (given) => {
        const run = (await sarif([...given, '[x](https://evil.example)', 'Other', 'other'].map(hostile))).runs[0];
        const ids = run?.tool.driver.rules?.map(({ id }) => id) ?? [];
        expect(new Set(ids).size).toBe(ids.length);
        for (const { message } of run?.results ?? []) expect(message.text).not.toMatch(/(^|[^\\])(\\\\)*\[/);
      }),
    );
  });

  it('names files outside the folder by their whole address, and escapes names', () => {
    expect(sarifUri('/repo/a b#1/x.jsonl', '/repo')).toBe('a%20b%231/x.jsonl');
    expect(sarifUri('/repository/x.jsonl', '/repo')).toBe('file:///repository/x.jsonl');
  });

  const schema = process.env.ERROR_ATLAS_SARIF_SCHEMA;
  it.skipIf(!schema)('holds to the official schema, where a copy of it is named', async () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const { $schema: _draft, id: _id, ...official } = JSON.parse(await readFile(schema ?? '', 'utf8'));
    const validate = ajv.compile(official);
    for (const failures of [[], FAILURES, ['', '[x](y)', '\u0000'].map(hostile)]) {
      expect(validate(await sarif(failures)), JSON.stringify(validate.errors)).toBe(true);
    }
  });
});

/** Counts of failures that are not in any store. */
function atlasOf(failures: readonly Failure[]) {
  const byKey = new Map(failures.map((failure) => [failure.entry.key, failure]));
  return aggregate({
    entries: failures.map((failure) => failure.entry),
    repeated: 0,
    labelOf: (key) => {
      const { judgment: whole, correction } = byKey.get(key) ?? {};
      return {
        ...(whole && { judgment: { ...whole, segment: 's', offset: 0, length: 1 } }),
        ...(correction && { correction }),
      };
    },
    taxonomy: errorAtlas,
    rules: new VerdictRules(),
  });
}

describe('HTML', () => {
  const page = { script: 'const a = "</script>";', style: 'b::after { content: "</style>" }' };
  const html = (failures: readonly Failure[]) =>
    text(htmlOf(each(failures), { atlas: atlasOf(failures), page, name: 'runs', createdAt: new Date(0) }));
  const dataOf = (document: string) => JSON.parse(/id="report">(.*?)<\/script>/s.exec(document)?.[1] ?? '') as Report;

  it('carries every failing example', async () => {
    const { failures, atlas, unlisted } = dataOf(await html(FAILURES));
    expect(failures.map(({ category, place }) => [category, place])).toEqual([
      ['Computation Error', 'runs/sums.jsonl:1'],
      ['Hard to Analyze', 'runs/sums.jsonl:1'],
      [null, 'r/log.eval · s/1.json'],
    ]);
    expect(atlas.totals.failing).toBe(3);
    expect(unlisted).toBe(0);
  });

  it('allows its own script and style only, and nothing of the network', async () => {
    const document = await html([]);
    expect(document).toMatch(
      /content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri/,
    );
    expect(document.match(/<\/script>/g)).toHaveLength(2);
    expect(document.match(/<\/style>/g)).toHaveLength(1);
  });

  it.each(PAYLOADS)('keeps %j as data', async (payload) => {
    const document = await html([hostile(payload)]);
    expect(document.match(/<\/?(script|style|img|svg|iframe|base|meta|a)\b/gi)).toEqual(
      (await html([])).match(/<\/?(script|style|img|svg|iframe|base|meta|a)\b/gi),
    );
    expect(dataOf(document).failures[0]?.title).toBe(payload);
  });
});

describe('Markdown', () => {
  const report = (failures: readonly Failure[]) => text(markdownOf(atlasOf(failures), each(failures)));

  it('tells the categories, the models and the errors with their places', async () => {
    const markdown = await report(FAILURES);
    expect(markdown).toContain('**3 of 3** examples fail; 2 of them have a category');
    expect(markdown).toMatch(/\| Computation Error \| 1 \| 50\.0 % \| 9\.5 % – 90\.5 % \|/);
    expect(markdown).toContain('- 1 × Wrong product (runs/sums.jsonl:1)');
  });

  it('makes no markup, link or mention of a text', async () => {
    const words =
      '</td><img src=x onerror=alert(1)> [x](javascript:alert(1)) | @everyone **b** https://evil.example `c`';
    const markdown = await report([hostile(words)]);
    expect(markdown).not.toMatch(/(?<!\\)<|(?<!\\)\[x|@everyone|https:\/\/|(?<!\\)\*\*b/);
  });
});
