import katex from 'katex';

/** Macros of a formula may unfold so often: some are written to never end. */
const MOST_EXPANSIONS = 200;
/** Largest size that a formula may ask for, in ems. */
const LARGEST_EM = 20;

/**
 * As MathML, which browsers draw with their own fonts. KaTeX makes elements one by one, so nothing in a
 * formula becomes markup; links, classes and pictures of its own (`trust`) stay off.
 */
globalThis.errorAtlasDrawFormula = (tex, box, display) => {
  try {
    katex.render(tex, box, {
      output: 'mathml',
      displayMode: display,
      throwOnError: true,
      trust: false,
      strict: 'ignore',
      maxExpand: MOST_EXPANSIONS,
      maxSize: LARGEST_EM,
    });
    return true;
  } catch {
    return false;
  }
};
