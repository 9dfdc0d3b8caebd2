import { parsePythonLiteral } from '../pythonLiteral';
import { asTexts, type Row } from '../values';

/**
 * A row of the flat shape that versions before 0.10 write, in the three columns of later ones. Every cell is the
 * text of a Python value (`"[(-0.4, False)]"`), so that tables of all tasks have one type.
 */
export function fromFlatRow(row: Row): Row {
  const value = (name: string) => parsed(row[name]);
  const predictions = value('predictions');
  const likelihoods = Array.isArray(predictions) ? predictions.map(likelihoodOf) : [];
  const chosen = likelihoods.length > 0 && likelihoods.every((likelihood) => likelihood !== undefined);
  const gold = asTexts(value('gold'));
  return {
    doc: {
      query: row.example,
      ...(gold.length > 0
        ? { choices: gold, gold_index: gold.map((_, index) => index) }
        : { choices: value('choices'), gold_index: value('gold_index') }),
      specific: value('specifics'),
    },
    metric: value('metrics'),
    model_response: {
      input: row.full_prompt,
      ...(chosen ? { logprobs: likelihoods } : { text: asTexts(predictions) }),
    },
  };
}

/** A log-probability, alone or with whether the choice is the likeliest of all texts. */
function likelihoodOf(prediction: unknown): number | undefined {
  if (typeof prediction === 'number') return prediction;
  if (!Array.isArray(prediction) || typeof prediction[1] !== 'boolean') return undefined;
  return typeof prediction[0] === 'number' ? prediction[0] : Number.NEGATIVE_INFINITY;
}

function parsed(cell: unknown): unknown {
  return typeof cell === 'string' ? (parsePythonLiteral(cell) ?? cell) : cell;
}
