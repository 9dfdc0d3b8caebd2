import { noChange } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';

type Properties = Readonly<Record<`--${string}`, string | number>>;

/**
 * Sets CSS custom properties on its element: `<div ${properties({ '--share': 0.3 })}>`.
 * Takes the place of `style="…"`, which the content security policy forbids
 * (lit's own styleMap writes that attribute on its first render).
 */
class PropertiesDirective extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('properties() belongs on an element, not in an attribute');
  }

  override render(_properties: Properties) {
    return noChange;
  }

  override update(part: ElementPart, [values]: [Properties]) {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(values)) style.setProperty(name, String(value));
    return noChange;
  }
}

export const properties = directive(PropertiesDirective);
