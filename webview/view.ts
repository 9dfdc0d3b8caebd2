import { LitElement } from 'lit';

/**
 * Base of our elements: they render into the page itself, not into a shadow root,
 * because the icon font's classes and the page's style sheet do not reach into one.
 */
export class View extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
