import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { surveyFile } from '../../../../src/readers/survey';
import { memoryFile } from '../../../support/memoryFile';
import { readAll } from '../../../support/readings';

const head =
  'evalId: eval-1\nresults:\n  version: 3\n  prompts:\n    - raw: Say {{n}}\n      config: &ref_9\n        t: 0\n';
const result = (n: number, over = '') =>
  [
    '    - success: false',
    '      score: 0.5',
    '      failureReason: 1',
    `      testIdx: ${n}`,
    '      prompt:',
    `        raw: "Say ${n}: \\"é\\""`,
    '      provider:',
    '        id: x:small',
    '        label: small',
    '      response:',
    '        output: |-',
    '          - one: &no_anchor *no_alias',
    '',
    '          results:',
    '      testCase:',
    `        vars: &ref_${n}`,
    `          n: ${n}`,
    '        assert:',
    '          - type: equals',
    `            value: '${n}'`,
    `      vars: *ref_${n}`,
    ...(over === '' ? [] : [`      ${over}`]),
    '',
  ].join('\n');
const tail =
  '  stats:\n    successes: 0\nconfig:\n  # about\n  description: >-\n    two\n    lines\nshareableUrl: null\n';
const yaml = (results: string[], end = tail) => `${head}  results:\n${results.join('')}${end}`;
const file = (text: string, chunk = 50) => memoryFile('out.yaml', text, chunk);

describe('promptfoo YAML', () => {
  it('is read result by result, each at its place', async () => {
    const text = yaml([result(0), result(1)]);
    const { examples, problems, format } = await readAll(file(text));
    expect({ format, problems }).toEqual({ format: 'promptfoo', problems: [] });
    expect(examples).toMatchObject([
      {
        id: '0',
        dataset: 'two lines',
        model: 'small',
        input: 'Say 0: "é"',
        output: '- one: &no_anchor *no_alias\n\nresults:',
        references: ['0'],
        score: 0.5,
        verdict: false,
      },
      { id: '1', references: ['1'] },
    ]);
    const { line = 0, byteOffset = 0, byteLength = 0 } = examples[1]?.source ?? {};
    expect(text.split('\n')[line - 1]).toBe('    - success: false');
    const bytes = Buffer.from(text)
      .subarray(byteOffset, byteOffset + byteLength)
      .toString();
    expect(bytes.trimEnd()).toBe(result(1).trimEnd());
  });

  it('says its version', async () => {
    expect((await surveyFile(file(yaml([result(0)]))))?.formatVersion).toBe('3');
  });

  it('finds what aliases mean in earlier results and in the head', async () => {
    const second = result(1).replace('vars: *ref_1', 'vars: *ref_0');
    const third = result(2, 'gradingResult: { pass: false, reason: no, tokens: *ref_9 }').replace(
      'n: 2',
      'n: 2\n          more: *ref_0',
    );
    const fourth = result(3).replace('vars: *ref_3', 'vars: *ref_2');
    const { examples, problems } = await readAll(file(yaml([result(0), second, third, fourth])));
    expect(problems).toEqual([]);
    expect(examples.map(({ id, explanation }) => [id, explanation])).toEqual([
      ['0', undefined],
      ['1', undefined],
      ['2', 'no'],
      ['3', undefined],
    ]);
  });

  it('reads a list at the indentation of its key, CRLF and a byte order mark', async () => {
    const flat = yaml([result(0), result(1)].map((text) => text.replace(/^ {2}/gm, '')));
    expect((await readAll(file(flat))).examples).toHaveLength(2);
    const windows = `\uFEFF${yaml([result(0), result(1)]).replaceAll('\n', '\r\n')}`;
    expect((await readAll(file(windows))).examples.map(({ id }) => id)).toEqual(['0', '1']);
  });

  it('reports a broken result by its line and reads the others', async () => {
    const broken = result(1).replace('score: 0.5', 'score: [0.5');
    const alias = result(2).replace('vars: *ref_2', 'vars: *ref_77');
    const { examples, problems } = await readAll(file(yaml([result(0), broken, alias, result(3)])));
    expect(examples.map(({ id }) => id)).toEqual(['0', '3']);
    expect(problems).toEqual([
      { line: 30, message: 'this is not valid YAML' },
      { line: 51, message: 'the YAML has an alias without an anchor' },
    ]);
  });

  it('trusts no last result of a file that is still being written', async () => {
    const { examples, problems } = await readAll(file(yaml([result(0), result(1)], '')));
    expect(examples).toHaveLength(1);
    expect(problems).toEqual([{ line: 30, message: 'the file ends inside the results (still being written?)' }]);
  });

  it('accounts for every result when cut anywhere', async () => {
    const text = yaml([result(0), result(1), result(2)]);
    const start = text.indexOf('  results:\n') + 11;
    for (let end = start; end < text.length; end += 1) {
      const survey = await surveyFile(file(text.slice(0, end)));
      if (!survey) continue;
      const begun = text.slice(start, end).match(/^ {4}-( |$)/gm)?.length ?? 0;
      expect((survey?.entries.length ?? 0) + (survey?.problems.length ?? 0)).toBeGreaterThanOrEqual(begun);
      expect(survey?.entries.length ?? 0).toBeLessThanOrEqual(begun);
    }
  });

  it('is not blown up by aliases', async () => {
    const levels = Array.from({ length: 12 }, (_, n) =>
      n === 0
        ? '      l0: &l0 [x]'
        : `      l${n}: &l${n} [${Array(9)
            .fill(`*l${n - 1}`)
            .join(', ')}]`,
    );
    const bomb = `${result(0)}${levels.join('\n')}\n`;
    const started = performance.now();
    const survey = await surveyFile(file(yaml([bomb, result(1)])));
    expect(performance.now() - started).toBeLessThan(2000);
    expect(survey?.entries).toHaveLength(1);
    expect(survey?.problems).toHaveLength(1);
    const across = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) =>
      result(
        n,
        `more: &m${n} [${
          n === 0
            ? 'x'
            : Array(9)
                .fill(`*m${n - 1}`)
                .join(', ')
        }]`,
      ),
    );
    const later = await surveyFile(file(yaml(across)));
    expect((later?.entries.length ?? 0) + (later?.problems.length ?? 0)).toBe(across.length);
    expect(later?.problems.length).toBeGreaterThan(0);
  });

  it('may be packed', async () => {
    const { examples } = await readAll(memoryFile('out.yaml.gz', gzipSync(yaml([result(0)])), 40));
    expect(examples).toHaveLength(1);
  });

  it('is the only YAML that is claimed', async () => {
    const others = [
      'results:\n  - version: 3\n    prompts: []\n',
      'version: 3\nservices:\n  results:\n    image: x\n',
      'description: tests\nprompts:\n  - a\nproviders:\n  - b\ntests:\n  - vars: {}\n',
      'results:\n  total: 3\n',
      '- a\n- b\n',
    ];
    for (const text of others) expect(await surveyFile(file(text))).toBeNull();
  });

  it("takes no test's description for that of the configuration", async () => {
    const end = "config:\n  tests:\n    - vars:\n        n: 0\n      description: 'Row #1'\n";
    expect((await readAll(file(yaml([result(0)], end)))).examples[0]?.dataset).toBe('out');
    const described = `${end}  description: sums\n`;
    expect((await readAll(file(yaml([result(0)], described)))).examples[0]?.dataset).toBe('sums');
  });
});
