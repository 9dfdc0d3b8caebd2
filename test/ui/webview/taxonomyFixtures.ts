import type { EditedCategory, HostToTaxonomy } from '../../../src/protocol/taxonomy';

export type TaxonomyMessage = Extract<HostToTaxonomy, { type: 'taxonomy' }>;

export function category(name: string, count: number, change: Partial<EditedCategory> = {}): EditedCategory {
  return {
    id: name.toLowerCase().replaceAll(' ', '-'),
    name,
    description: `What belongs to ${name}, and what does not.`,
    source: 'user',
    examples: [],
    count,
    faults: [],
    children: [],
    ...change,
  };
}

export function taxonomy(change: Partial<TaxonomyMessage> = {}): TaxonomyMessage {
  return {
    type: 'taxonomy',
    document: 1,
    id: 'errormap',
    version: '1f0c55b2',
    name: 'ErrorMap of 214 failing examples',
    source: 'Built by ErrorMap’s method.',
    categories: [
      category('Computation Slip', 96, {
        examples: ['Wrong sum of two columns', 'Carry left out'],
        children: [category('Addition Slip', 40), category('Sign Slip', 12)],
      }),
      category('Reading Lapse', 61),
      category('Format Breach', 33),
      category('Tool Misuse', 9),
    ],
    faults: [],
    isChosen: false,
    judged: { version: '1f0c55b2', count: 214 },
    residual: [{ name: 'Other', count: 12 }],
    gone: 3,
    raisedFrom: null,
    ...change,
  };
}

export const BROKEN: HostToTaxonomy = {
  type: 'broken',
  faults: [{ message: 'This is not valid JSON: comma expected.', line: 7, column: 5 }],
};
