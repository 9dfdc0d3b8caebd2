/** What a chart on a canvas needs to know of the page: a canvas understands no `var()` and breaks no lines. */

const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

/** What `expression` (a CSS colour) amounts to inside `parent`, as `rgba(…)`. */
export function themeColour(parent: Element, expression: string, className = ''): string {
  const probe = document.createElement('span');
  probe.className = className;
  probe.style.color = expression;
  parent.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  const [r, g, b, a] = channels(colour);
  return `rgba(${r}, ${g}, ${b}, ${a / 255})`;
}

/** Width of a text in pixels, on a canvas. */
export function textWidth(text: string, font: string): number {
  if (pixel === null) return text.length * 8;
  pixel.font = font;
  return pixel.measureText(text).width;
}

/** `share` parts of `colour` over an opaque background. */
export function mix(colour: string, background: string, share: number): string {
  const front = channels(colour);
  const back = channels(background);
  const channel = (i: 0 | 1 | 2) => Math.round(front[i] * share + back[i] * (1 - share));
  return `rgb(${channel(0)}, ${channel(1)}, ${channel(2)})`;
}

/** The browser itself is the only parser that knows every notation (`oklch(…)`, `color(…)`). */
function channels(colour: string): [number, number, number, number] {
  if (pixel === null) return [128, 128, 128, 255];
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 255] = pixel.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a];
}
