import { createHash } from 'node:crypto';
import type { Atlas } from '../../model/atlas';
import type { Report, ReportFailure } from '../../model/report';
import type { Failure } from './failures';

/** Above so many, browsers take their time; all are counted nevertheless, and the page says so. */
const LISTED = 50_000;

/** The page's own script and styles, as the build made them. */
export interface ReportPage {
  script: string;
  style: string;
}

export interface HtmlOptions {
  atlas: Atlas;
  page: ReportPage;
  /** Of what the report is, such as a folder's name. */
  name: string;
  createdAt: Date;
}

/**
 * A report in one file: charts, filters and all failing examples, without a single request to
 * anywhere. What texts of evaluation files say stays text: the page takes its script and styles by
 * their hashes only, and the data can't close the element that it stands in.
 */
export async function* htmlOf(failures: AsyncIterable<Failure>, options: HtmlOptions): AsyncGenerator<string> {
  const { atlas, name, createdAt } = options;
  const style = options.page.style.replaceAll(/<\/(style)/gi, '<\\/$1');
  const script = options.page.script.replaceAll(/<\/(script)/gi, '<\\/$1');
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>Why examples fail</title>
<style>${style}</style>
</head>
<body>
<error-atlas-report></error-atlas-report>
<noscript>This report needs JavaScript, which is in the file itself.</noscript>
<script type="application/json" id="report">{"failures":[`;
  let listed = 0;
  let unlisted = 0;
  for await (const failure of failures) {
    if (listed >= LISTED) {
      unlisted += 1;
      continue;
    }
    yield `${listed === 0 ? '\n' : ',\n'}${embedded(rowOf(failure))}`;
    listed += 1;
  }
  const rest: Omit<Report, 'failures'> = { name, createdAt: createdAt.toISOString(), atlas, unlisted };
  yield `\n],${embedded(rest).slice(1)}</script>\n<script>${script}</script>\n</body>\n</html>\n`;
}

function rowOf({ entry, category, judgment, correction }: Failure): ReportFailure {
  const { path, line, entry: member } = entry.source;
  return {
    dataset: entry.dataset,
    id: entry.id,
    model: entry.model,
    category,
    title: judgment?.title ?? '',
    summary: judgment?.summary ?? judgment?.error ?? '',
    preview: entry.preview,
    place: line !== undefined ? `${path}:${line}` : member !== undefined ? `${path} · ${member}` : path,
    confidence: judgment?.status === 'judged' ? judgment.confidence : null,
    ...(correction && { corrected: correction.author, ...(correction.note && { note: correction.note }) }),
  };
}

/** JSON that can neither end its element nor begin a comment in it. */
function embedded(data: unknown): string {
  return JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
