import { describe, expect, it } from 'vitest';
import { slipAmongFaults } from '../../../../../src/judge/offline/rules/slipAmongFaults';
import { found, silent } from '../failingExample';

describe('slipAmongFaults', () => {
  const output = 'They cost 7 * 6 = 44 cents.\nA: 44';

  it('finds a slip whose repair does not lead to the reference', () => {
    const finding = found(slipAmongFaults, { output, references: ['43'] });
    expect(finding.evidence).toEqual(['7 * 6 = 44']);
    expect(finding.kind).toBe('slip-among-faults/unexplaining');
  });

  it('finds a slip in a step that the reference does not take', () => {
    expect(found(slipAmongFaults, { output, references: ['8 * 6 = <<8*6=48>>48\n#### 48'] }).kind).toBe(
      'slip-among-faults/stray',
    );
  });

  it.each([
    ['a slip that explains the answer', { output, references: ['42'] }],
    ['no slip', { output: 'They cost 7 * 6 = 42 cents.\nA: 42', references: ['43'] }],
    [
      'a slip behind an earlier mistake',
      { output: `9 * 9 = 81\n${output}`, references: ['8 * 6 = <<8*6=48>>48\n#### 48'] },
    ],
  ])('keeps silent about %s', (_name, parts) => {
    silent(slipAmongFaults, parts);
  });
});
