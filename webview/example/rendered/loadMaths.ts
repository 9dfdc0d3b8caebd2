/** Draws TeX into a box; `false` when it can't be read as such, and then the box may hold anything. */
export type DrawFormula = (tex: string, box: HTMLElement, display: boolean) => boolean;

declare global {
  /** Set by `maths.js`, a bundle of its own: most examples have no formula. */
  var errorAtlasDrawFormula: DrawFormula | undefined;
}

/** While the page's own script runs, it knows from where it came. */
const ownAddress = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';

let loading: Promise<DrawFormula | undefined> | undefined;

/** Loads the bundle at the first formula; `undefined` when it can't be had. */
export function loadMaths(): Promise<DrawFormula | undefined> {
  loading ??= new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = new URL('maths.js', ownAddress).href;
    // The page's policy asks every script for it.
    script.nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content ?? '';
    script.addEventListener('load', () => resolve(globalThis.errorAtlasDrawFormula));
    script.addEventListener('error', () => resolve(undefined));
    document.head.append(script);
  });
  return loading;
}
