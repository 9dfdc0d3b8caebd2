import { describe, expect, it } from 'vitest';
import type { FileAccess } from '../../../src/readers/reader';
import { surveyFiles } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';

describe('a file that cannot be read', () => {
  it('is told and left out; the others are read', async () => {
    const line = JSON.stringify({ id: 1, prompt: 'q', completion: 'a', expected: 'b', correct: false });
    const good = memoryFile('good.jsonl', `${line}\n`);
    const locked: FileAccess = {
      ...memoryFile('locked.jsonl', `${line}\n`),
      bytes: () => Promise.reject(new Error('EACCES: permission denied')),
    };
    const told: string[] = [];
    const { surveys } = await surveyFiles([locked, good], {
      onUnreadable: (path, message) => told.push(`${path}: ${message}`),
    });
    expect(surveys.map(({ path, entries }) => [path, entries.length])).toEqual([[good.path, 1]]);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('EACCES');
  });
});
