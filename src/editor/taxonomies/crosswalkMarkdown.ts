import type { Crosswalk } from '../../errormap/crosswalk';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import { markdownText } from '../markdownText';
import { counted, percent } from './counts';

/** Which categories of one taxonomy became which of another, as a document to read. */
export function crosswalkMarkdown({ examples, rows }: Crosswalk, from: Taxonomy, to: Taxonomy): string {
  const [a, b] = [markdownText(from.name), markdownText(to.name)];
  const lines = rows.flatMap(({ category, count, to: targets }) =>
    targets.map((target, i) => {
      const own = i === 0 ? `${markdownText(category)} | ${count}` : ' | ';
      return `| ${own} | ${markdownText(target.category)} | ${target.count} | ${percent(target.share)} |`;
    }),
  );
  return [
    `# ${a} → ${b}`,
    `${counted(examples, 'failing example')} judged under both \`${ref(from)}\` and \`${ref(to)}\`. Shares are of the category on the left.`,
    [`| ${a} | Failing | ${b} | Failing | Share |`, '| --- | ---: | --- | ---: | ---: |', ...lines].join('\n'),
    '',
  ].join('\n\n');
}

function ref(taxonomy: Taxonomy): string {
  return taxonomyRef(taxonomy).replace(/[`\s|]/g, ' ');
}
