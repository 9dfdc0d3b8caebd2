import { basename } from 'node:path';
import type { Example } from '../model/example';
import type { Correction, Judgment } from '../model/judgment';

/** A failing example with its judgment, to paste into an issue or a report. */
export function exampleMarkdown(
  example: Example,
  judgment: Judgment | undefined,
  correction: Correction | undefined,
): string {
  const { source } = example;
  const place = source.line === undefined ? (source.entry ?? '') : `:${source.line}`;
  const category = correction?.category ?? (judgment?.status === 'judged' ? judgment.category : 'Not classified');
  const parts = [
    `### ${category}${judgment?.title ? `: ${judgment.title}` : ''}`,
    `${example.dataset} · ${example.id} · ${example.model} · ${basename(source.path)}${place}`,
    judgment?.summary ?? '',
    judgment?.suspectedLabelNoise ? `The test item may be wrong: ${judgment.suspectedLabelNoise}` : '',
    judgment?.suspectedInjection ? `Prompt injection? ${judgment.suspectedInjection}` : '',
    correction?.note ? `Note by ${correction.author}: ${correction.note}` : '',
    section('Input', example.input),
    section('Output', example.output),
    example.references.length > 0 ? section('Reference', example.references.join('\n')) : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function section(title: string, text: string): string {
  return `**${title}**\n\n${fenced(text)}`;
}

/** A fence longer than any run of backticks in the text, so that the text can't close it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
