import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDiskFile } from '../../../src/readers/diskFile';
import { EvaluationFile } from '../../../src/readers/evaluationFile';
import { findEvaluationFiles } from '../../../src/readers/findFiles';
import { countOutcomes, type Survey, surveyFile } from '../../../src/readers/survey';

const samples = resolve('../shared/samples');
/** The rows that the readers of today know. */
const KNOWN = /^(inspect|inspect-now|lm-eval|lm-eval-shaped|errormap|generic|promptfoo)\//;
const ALSO_KNOWN = /^helm\/|^others\//;

interface Row {
  file: string;
  format: string;
  counts: string;
}

function expectedRows(): Row[] {
  if (!existsSync(samples)) return [];
  const [, ...lines] = readFileSync(join(samples, 'EXPECTED.tsv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [file = '', format = '', examples, failing, errored] = line.split('\t');
    return { file, format, counts: `${examples}/${failing}/${errored}` };
  });
}

describe.skipIf(!existsSync(samples))('the sample files', () => {
  const surveys = new Map<string, Survey>();

  beforeAll(async () => {
    for await (const path of findEvaluationFiles([samples])) {
      const survey = await surveyFile(await openDiskFile(path));
      if (survey) surveys.set(relative(samples, path), survey);
    }
  });

  for (const { file, format, counts } of expectedRows()) {
    if (!KNOWN.test(file) && !ALSO_KNOWN.test(file)) continue;
    it(`${file} is ${format} with ${counts}`, () => {
      const survey = surveys.get(file);
      expect(survey?.format).toBe(format);
      const { examples, failing, errored } = countOutcomes(survey ?? { entries: [] });
      expect(`${examples}/${failing}/${errored}`).toBe(counts);
      expect(survey?.problems).toEqual([]);
    });
  }

  it('claims nothing else', () => {
    const known = new Set(expectedRows().map(({ file }) => file));
    expect([...surveys.keys()].filter((file) => !known.has(file))).toEqual([]);
  });

  it('reads every example again alone, with the same key', async () => {
    for (const [file, survey] of surveys) {
      const evaluation = await EvaluationFile.detect(await openDiskFile(join(samples, file)));
      const step = Math.max(1, Math.floor(survey.entries.length / 40));
      for (let at = 0; at < survey.entries.length; at += step) {
        const entry = survey.entries[at];
        if (entry) expect((await evaluation?.load(entry))?.key).toBe(entry.key);
      }
      await evaluation?.close();
    }
  });
});
