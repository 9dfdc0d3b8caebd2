import { html, type TemplateResult } from 'lit';
import { confidenceLevel } from './format';

/** Three dots, as many of them filled as the judge is sure. */
export function confidenceDots(confidence: number): TemplateResult {
  const { word, dots } = confidenceLevel(confidence);
  const label = `Confidence: ${word} (${confidence.toFixed(2)})`;
  return html`<span class="confidence" role="img" aria-label=${label} title=${label}
    >${[1, 2, 3].map((dot) => html`<i class=${dot <= dots ? 'on' : ''}></i>`)}</span
  >`;
}
