/** esbuild bundles the style sheets that the entry points import; the host links them. */
declare module '*.css';
