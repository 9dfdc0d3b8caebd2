import { cohensKappa } from '../../judge/measure/agreement';
import { finalAnswer } from '../../judge/offline/finalAnswer';
import { buildMessages } from '../../judge/openai/prompt';
import { redactExample } from '../../judge/redact/redactExample';
import { isTrajectory, stepsOf } from '../../judge/trajectory';
import type { ExampleEntry } from '../../model/entry';
import type { Example } from '../../model/example';
import type { JudgeIdentity, Judgment } from '../../model/judgment';
import { judgeId } from '../../model/judgment';
import { messageOf } from '../../model/messageOf';
import { RESIDUAL_CATEGORIES } from '../../model/taxonomy';
import { describeRule } from '../../model/verdict';
import type { ExampleToHost, HistoryItem, HostToExample, JudgeAgreement } from '../../protocol';
import type { HistoryEntry, JudgmentStore, Label } from '../../store/judgmentStore';
import type { Evaluations } from '../evaluations';
import { exampleMarkdown } from '../exampleMarkdown';
import type { Judging } from '../judging';
import type { Log } from '../log';
import { judgeSettings } from '../settings';

type ExampleMessage = Extract<HostToExample, { type: 'example' }>;
type Copied = Extract<ExampleToHost, { type: 'copy' }>['what'];

/** How many other models' answers are shown; the judge sees at most as many. */
const SHOWN_CORRECT_PREDICTIONS = 3;

export interface ReaderParts {
  evaluations: Evaluations;
  store: JudgmentStore;
  judging: Judging;
  log: Log;
}

/** Gathers all that is to be told of one example: its texts, what was said of it and by whom. */
export class ExampleReader {
  constructor(private readonly parts: ReaderParts) {}

  /** Throws when the file is gone or has changed under the entry. */
  async read(entry: ExampleEntry): Promise<Omit<ExampleMessage, 'type' | 'position' | 'reading' | 'review'>> {
    const { evaluations, store, judging } = this.parts;
    const example = await evaluations.load(entry);
    const correctPredictions = await evaluations.correctPredictions(entry, SHOWN_CORRECT_PREDICTIONS);
    const label = store.label(entry.key);
    const judgment = await this.details(label);
    return {
      example,
      judgment,
      correction: label?.correction ?? null,
      correctPredictions,
      categories: [
        ...judging.taxonomy.categories.map(({ name, description }) => ({ name, description })),
        ...RESIDUAL_CATEGORIES.map((name) => ({ name, description: RESIDUAL_DESCRIPTIONS[name] })),
      ],
      rule: describeRule(evaluations.rules.ruleFor(entry)),
      judge: judging.status(),
      finalAnswer: markedAnswer(example),
      steps: isTrajectory(example)
        ? stepsOf(example.messages ?? []).map(({ act, observed }) => ({ act: act ?? null, observed }))
        : [],
      history: store.history(entry.key).map((word) => historyItem(word, label)),
      agreement: judgment && this.agreementOf(judgment.judge),
    };
  }

  /** What "Copy" puts into the clipboard. Throws as `read`. */
  async textFor(entry: ExampleEntry, what: Copied): Promise<string> {
    const { evaluations, store, judging } = this.parts;
    const example = await evaluations.load(entry);
    if (what === 'input' || what === 'output') return example[what];
    if (what === 'prompt') {
      const correctPredictions = await evaluations.correctPredictions(entry, SHOWN_CORRECT_PREDICTIONS);
      const context = { taxonomy: judging.taxonomy, correctPredictions, exemplars: judging.exemplarsFor(example) };
      const shown = redactExample(example, context, judgeSettings().redact);
      return buildMessages(shown.example, shown.context)
        .map(({ content }) => content)
        .join('\n\n');
    }
    const label = store.label(entry.key);
    const judgment = (await this.details(label)) ?? undefined;
    return exampleMarkdown(example, judgment, label?.correction);
  }

  /** `null` when there is none, and when it can't be read back: the example is worth showing without. */
  private async details(label: Label | undefined): Promise<Judgment | null> {
    if (!label?.judgment) return null;
    try {
      return await this.parts.store.details(label.judgment);
    } catch (error) {
      this.parts.log.warn(`A judgment can't be read back: ${messageOf(error)}`);
      return null;
    }
  }

  /** `null` while no person has named an example that this judge has named, too. */
  private agreementOf(judge: JudgeIdentity): JudgeAgreement | null {
    const id = judgeId(judge);
    const pairs = [...this.parts.store.corrected()].flatMap(({ correction, judgments }) => {
      const own = judgments.find((one) => one.status === 'judged' && judgeId(one.judge) === id);
      return own ? [{ a: own.category, b: correction.category }] : [];
    });
    if (pairs.length === 0) return null;
    return { same: pairs.filter(({ a, b }) => a === b).length, named: pairs.length, kappa: cohensKappa(pairs) };
  }
}

/** Only what the output itself calls its answer: its last line may be anything. */
function markedAnswer({ output }: Example): string | null {
  const answer = finalAnswer(output);
  return answer?.marked ? answer.text : null;
}

function historyItem(word: HistoryEntry, label: Label | undefined): HistoryItem {
  if ('correction' in word) {
    const { author, category, note, createdAt, retracted } = word.correction;
    return {
      by: 'person',
      who: author,
      category: retracted ? null : category,
      title: '',
      ...(note !== undefined && { note }),
      confidence: null,
      status: retracted ? 'retracted' : 'corrected',
      createdAt,
      version: '',
      counts: word.correction === label?.correction,
    };
  }
  const { judge, status, category, title, confidence, createdAt } = word.judgment;
  return {
    by: 'judge',
    who: judge.kind === 'offline' ? 'Offline rules' : judge.model,
    category: status === 'judged' ? category : null,
    title,
    confidence: status === 'judged' ? confidence : null,
    status,
    createdAt,
    version: `${judge.promptVersion}, ${judge.taxonomy}`,
    counts: !label?.correction && word.judgment === label?.judgment,
  };
}

const RESIDUAL_DESCRIPTIONS: Record<(typeof RESIDUAL_CATEGORIES)[number], string> = {
  'Hard to Analyze': 'What went wrong cannot be told from what is there.',
  Other: 'No category of the taxonomy names this error.',
};
