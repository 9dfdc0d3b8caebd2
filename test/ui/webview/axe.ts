import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { WebviewPage } from './page';

/** The rule set of axe, without what the page around a web view decides. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe objects to in the page as it stands, with the elements; empty when nothing. */
export async function violations(view: WebviewPage): Promise<string[]> {
  await view.page.evaluate(AXE);
  return view.page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run: (
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      };
    };
    // Web views are parts of a page: landmarks and headings of the whole are the editor's.
    const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
    const { violations } = await axe.run({ rules });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join('\n')}`,
    );
  });
}
