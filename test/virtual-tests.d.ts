/** Made by esbuild.mjs: the test files beside the importing index.ts, each with a function that loads it. */
declare module 'virtual:tests' {
  const tests: readonly (readonly [file: string, load: () => Promise<unknown>])[];
  export default tests;
}
