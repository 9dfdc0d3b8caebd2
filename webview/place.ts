import { html, nothing, type TemplateResult } from 'lit';

/** `file:line` that keeps its line number in view when the file name is cut for want of room. */
export function placeText(place: string): TemplateResult {
  const [, file = place, line] = /^(.*)(:\d+)$/.exec(place) ?? [];
  return html`<span class="place-file">${file}</span>${line === undefined ? nothing : html`<span>${line}</span>`}`;
}
