import type { JudgeContext } from '../../../../src/judge/judge';
import type { Example } from '../../../../src/model/example';
import { errorAtlas } from '../../../../src/model/taxonomies/builtin';

export const KEY = 'sk-test-Zx81kQ0aLm33';

/** GSM8K's first test item, as a fine-tuned 6B model failed it. */
export const gsm8k: Example = {
  key: '0123456789abcdef0123456789abcdef',
  id: 'gsm8k-0',
  dataset: 'gsm8k',
  model: '6b_finetuning',
  input:
    "Janet’s ducks lay 16 eggs per day. She eats three for breakfast every morning and bakes muffins for her friends every day with four. She sells the remainder at the farmers' market daily for $2 per fresh duck egg. How much in dollars does she make every day at the farmers' market?",
  output:
    'Janet eats 3 ducks eggs for breakfast every morning and she sells the rest so she has 16 - 3 = <<16-3=13>>13 ducks eggs left\nShe has 13 ducks eggs and she sells 2 each day so she makes 13 * 2 = $<<13*2=26>>26\nA: 26',
  references: [
    'Janet sells 16 - 3 - 4 = <<16-3-4=9>>9 duck eggs a day.\nShe makes 9 * 2 = $<<9*2=18>>18 every day at the farmer’s market.\nA: 18',
  ],
  score: 0,
  passed: false,
  metadata: { secret: 'METADATA-STAYS-HERE' },
  source: { path: 'results/PATH-STAYS-HERE.jsonl', format: 'generic-jsonl', line: 1 },
};

export const correctPrediction = {
  model: '175b_verification',
  output:
    "Janet eats 3 duck eggs for breakfast and bakes 4 into muffins so 3 + 4 = <<3+4=7>>7 duck eggs are used\nEach day Janet's ducks lay 16 eggs and she uses 7, 16 - 7 = <<16-7=9>>9 duck eggs are for sale\nShe sells her eggs for $2 per egg and has 9 available for sale so 2 * 9 = $<<2*9=18>>18 per day\nA: 18",
};

export const context: JudgeContext = { taxonomy: errorAtlas, correctPredictions: [], exemplars: [] };

/** A reply as a good judge writes it for `gsm8k`. */
export const goodReply = {
  criteria: [
    {
      need: 'subtracts the 3 eggs eaten',
      state: 'correct',
      quote: '16 - 3 = <<16-3=13>>13',
      note: '',
    },
    {
      need: 'subtracts the 4 eggs baked',
      state: 'absent',
      quote: '',
      note: 'the muffins are forgotten',
    },
    {
      need: 'multiplies the eggs sold by $2',
      state: 'partial',
      quote: 'she makes 13 * 2 = $<<13*2=26>>26',
      note: 'right price, wrong count',
    },
  ],
  summary: 'The model sold all eggs left after breakfast and left out the four used for muffins.',
  noise: '',
  title: 'Missed condition',
  category: 'Specification Misinterpretation',
  confidence: 0.8,
};
