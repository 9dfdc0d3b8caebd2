import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import { html, type TemplateResult } from 'lit';
import { createLowlight } from 'lowlight';

const highlighter = createLowlight({ bash, cpp, java, javascript, json, python, rust, sql, typescript, xml });

/** Longer code is shown plain: colours are not worth a pause. */
const LONGEST = 12_000;

type Shown = TemplateResult | string;

/** A block of code, coloured where its language is known; text in all cases. */
export function renderCode(code: string, language: string | undefined): TemplateResult {
  const name = language?.trim().split(/\s/)[0]?.toLowerCase() ?? '';
  return html`<pre class="code-block" tabindex="0" role="group" aria-label=${name === '' ? 'Code' : `Code, ${name}`}><code>${coloured(code, name)}</code></pre>`;
}

function coloured(code: string, name: string): Shown | Shown[] {
  if (code.length > LONGEST || !highlighter.registered(name)) return code;
  try {
    return highlighter.highlight(name, code).children.map((node) => shown(node as Node));
  } catch {
    // A grammar that gives up on hostile code.
    return code;
  }
}

/** What the highlighter makes: stretches with the names of their colours, and texts. */
type Node =
  | { type: 'element'; properties: { className?: string[] }; children: Node[] }
  | { type: 'text'; value: string }
  | { type: 'comment' | 'doctype' };

function shown(node: Node): Shown {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return '';
  return html`<span class=${(node.properties.className ?? []).join(' ')}>${node.children.map(shown)}</span>`;
}
