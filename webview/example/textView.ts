import { html, type TemplateResult } from 'lit';
import type { Reading } from '../../src/protocol';
import './longText';
import './rendered/renderedText';
import type { ModeSwitch } from './section';
import type { Mark } from './textRanges';

/** How the user reads texts, and what changes it. */
export interface ReadingView {
  reading: Reading;
  read: (reading: Reading) => void;
}

const NO_MARKS: readonly Mark[] = [];

/** A text of the file, raw or rendered; quotes are marked where it is raw. */
export function renderText(
  text: string,
  { label, mode, marks = NO_MARKS }: { label: string; mode: 'raw' | 'rendered'; marks?: readonly Mark[] },
): TemplateResult {
  return mode === 'rendered'
    ? html`<error-atlas-rendered .text=${text} .label=${label}></error-atlas-rendered>`
    : html`<error-atlas-text .text=${text} .marks=${marks} .label=${label}></error-atlas-text>`;
}

/** The switch of one kind of text, for its section's head. */
export function modeSwitch({ reading, read }: ReadingView, kind: keyof Reading): ModeSwitch {
  const mode = reading[kind];
  return { mode, toggle: () => read({ ...reading, [kind]: mode === 'raw' ? 'rendered' : 'raw' }) };
}
