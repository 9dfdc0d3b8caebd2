import type { Message, MetricScore, RawExample, Source } from '../../model/example';
import { isLowerBetter } from '../metricNames';
import {
  asMessages,
  asNumber,
  asText,
  asTexts,
  at,
  contentText,
  inputText,
  isRow,
  type Row,
  stringAt,
} from '../values';
import type { Scores } from './metrics';
import { type Mapped, mapLetter, referencesOfMapping } from './outputMapping';
import type { Run } from './run';
import { instanceKey, type RunStats } from './stats';

/** Parts of a request state that are large and that nothing here needs. */
export const UNREAD_PARTS = [
  'instance.extra_data',
  'instance.contrast_inputs',
  'result.embedding',
  'result.completions[*].tokens',
  'result.completions[*].multimodal_content',
];
const EXPLAINING = /reason|justification|explanation|strength|weakness|judgement/i;
/** The same for all perturbations of a name. */
const PLAIN_PERTURBATION = new Set(['name', 'robustness', 'fairness', 'computed_on']);

/** Which example a request belongs to. */
export function keyOf(request: Row): string {
  return instanceKey(at(request, 'instance', 'id'), at(request, 'instance', 'perturbation'), request.train_trial_index);
}

/** `requests`: all of one example, one for free text and joint choices, else one a reference (and calibration). */
export function toExample(requests: readonly Row[], run: Run, stats: RunStats, source: Source): RawExample {
  const request = requests[0] ?? {};
  const key = keyOf(request);
  const scores = stats.scores(key);
  const { metric } = stats;
  const error = requests.map(errorOf).find((text) => text !== undefined);
  const explanation = explanationOf(request);
  const { mapped, ...exchange } =
    request.reference_index === undefined ? asked(request, run) : separate(requests, stats.predictedIndex(key));
  return {
    id: idOf(request),
    dataset: run.dataset,
    model: run.model,
    ...exchange,
    score: metric === undefined ? null : (scores?.[metric] ?? null),
    // No threshold says when a perplexity is too high: there is a score, but no verdict.
    ...(metric !== undefined && isLowerBetter(metric) ? { verdict: null } : {}),
    ...(metric === undefined ? {} : { metric }),
    ...(scores === undefined ? {} : { scores: metricScores(scores) }),
    ...(explanation === undefined ? {} : { explanation }),
    ...(error === undefined ? {} : { error }),
    metadata: { ...metadataOf(request, run, mapped), ...(scores === undefined ? {} : { scores: taskScores(scores) }) },
    source,
  };
}

/** What every metric of the task says; those where less is better have no verdict. */
function metricScores(scores: Scores): MetricScore[] {
  return Object.entries(taskScores(scores)).map(([metric, score]) => ({
    metric,
    score,
    ...(isLowerBetter(metric) ? { verdict: null } : {}),
  }));
}

function taskScores({ predicted_index: _, ...scores }: Scores): Scores {
  return scores;
}

type Exchange = Pick<RawExample, 'input' | 'messages' | 'output' | 'references' | 'choices' | 'finishReason'> & {
  mapped?: Mapped;
};

/** One request asked for the answer: a text, or an option's letter. */
function asked(request: Row, run: Run): Exchange {
  const completion = scoredCompletion(request);
  const output = asText(at(completion, 'text'));
  const reason = stringAt(completion, 'finish_reason', 'reason');
  const mapping = at(request, 'output_mapping');
  const mapped = isRow(mapping) ? mapLetter(output, mapping, run.outputPattern) : undefined;
  // A letter is one token: that it reached the limit of one token is no cut.
  const cut = reason === 'unknown' || (reason === 'length' && mapped?.option !== undefined);
  const correct = correctReferences(request);
  return {
    ...promptOf(request),
    output,
    references: isRow(mapping) ? referencesOfMapping(correct, mapping) : correct,
    ...(isRow(mapping) ? { choices: Object.values(mapping).map(asText) } : {}),
    ...(reason === undefined || cut ? {} : { finishReason: reason }),
    ...(mapped === undefined ? {} : { mapped }),
  };
}

/** One request a reference: nothing was generated, the likeliest option is the answer. */
function separate(requests: readonly Row[], predicted: number | undefined): Exchange {
  const [first = {}] = requests;
  const choices = referencesOf(first).map(({ text }) => text);
  const prompt = promptOf(first);
  const option = choices[asNumber(first.reference_index) ?? 0] ?? '';
  const ownOption = option !== '' && prompt.messages === undefined && prompt.input.endsWith(option);
  return {
    ...prompt,
    ...(ownOption ? { input: prompt.input.slice(0, -option.length).trimEnd() } : {}),
    output: predicted === undefined ? '' : (choices[predicted] ?? ''),
    references: correctReferences(first),
    choices,
  };
}

/** HELM scores the completion with the highest log probability, the first of equals. */
function scoredCompletion(request: Row): unknown {
  const completions = at(request, 'result', 'completions');
  if (!Array.isArray(completions)) return undefined;
  const likelihood = (completion: unknown) => asNumber(at(completion, 'logprob')) ?? Number.NEGATIVE_INFINITY;
  return completions.reduce<unknown>(
    (best, completion) => (best === undefined || likelihood(completion) > likelihood(best) ? completion : best),
    undefined,
  );
}

function promptOf(request: Row): { input: string; messages?: Message[] } {
  const messages = asMessages(at(request, 'request', 'messages'));
  if (messages) return { input: inputText(messages), messages };
  const prompt = stringAt(request, 'request', 'prompt');
  if (prompt !== undefined) return { input: prompt };
  const media = at(request, 'request', 'multimodal_prompt', 'media_objects');
  if (Array.isArray(media)) return { input: media.map(mediaText).filter(Boolean).join('\n') };
  return { input: asText(at(request, 'instance', 'input', 'text')) };
}

function mediaText(media: unknown): string {
  const kind = stringAt(media, 'content_type')?.split('/')[0] ?? 'media';
  return kind === 'text' ? contentText(at(media, 'text')) : `[${kind}]`;
}

function referencesOf(request: Row): { text: string; correct: boolean }[] {
  const references = at(request, 'instance', 'references');
  if (!Array.isArray(references)) return [];
  return references.map((reference) => ({
    text: asText(at(reference, 'output', 'text')),
    correct: asTexts(at(reference, 'tags')).includes('correct'),
  }));
}

function correctReferences(request: Row): string[] {
  return referencesOf(request).flatMap(({ text, correct }) => (correct ? [text] : []));
}

function errorOf(request: Row): string | undefined {
  if (at(request, 'result', 'success') !== false) return undefined;
  return stringAt(request, 'result', 'error') ?? 'the request failed';
}

/** What a judging model wrote, where the run's metrics ask one. */
function explanationOf({ annotations }: Row): string | undefined {
  if (!isRow(annotations)) return undefined;
  const texts = Object.values(annotations).flatMap((annotation) =>
    isRow(annotation)
      ? Object.entries(annotation).flatMap(([name, text]) =>
          EXPLAINING.test(name) && typeof text === 'string' && text !== '' ? [text] : [],
        )
      : [],
  );
  return texts.length === 0 ? undefined : texts.join('\n');
}

/** The instance's id, and what tells its perturbed copies and trials apart. */
function idOf(request: Row): string {
  const { instance } = request;
  const perturbation = at(instance, 'perturbation');
  const trial = asNumber(request.train_trial_index) ?? 0;
  const parts = [asText(at(instance, 'id'))];
  if (isRow(perturbation)) {
    const settings = Object.entries(perturbation)
      .filter(([name]) => !PLAIN_PERTURBATION.has(name))
      .map(([name, value]) => `${name}=${asText(value)}`);
    parts.push(`[${[asText(perturbation.name), ...settings].join(' ')}]`);
  }
  if (trial > 0) parts.push(`[trial ${trial}]`);
  return parts.join(' ');
}

function metadataOf(request: Row, run: Run, mapped: Mapped | undefined): Row {
  const { instance } = request;
  const completions = at(request, 'result', 'completions');
  const trial = asNumber(request.train_trial_index) ?? 0;
  const generates = request.reference_index === undefined && mapped?.option === undefined;
  const own = ['split', 'sub_split', 'perturbation'].flatMap((name) => {
    const value = at(instance, name);
    return value === undefined || value === null ? [] : [[name, value] as const];
  });
  return {
    instance_id: asText(at(instance, 'id')),
    ...Object.fromEntries(own),
    ...(trial > 0 ? { train_trial_index: trial } : {}),
    method: run.method,
    ...(generates && run.maxTokens !== undefined ? { max_tokens: run.maxTokens } : {}),
    ...(generates && run.stopSequences.length > 0 ? { stop_sequences: run.stopSequences } : {}),
    ...(Array.isArray(completions) && completions.length > 1 ? { completions: completions.length } : {}),
    ...(mapped === undefined ? {} : { mapped_option: mapped.option ?? null }),
    ...(request.prompt_truncated === true ? { prompt_truncated: true } : {}),
  };
}
