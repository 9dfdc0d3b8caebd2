// Writes dist/taxonomy.schema.json, made of the zod schema that the program itself reads taxonomies with:
// editors complete, check and explain .error-atlas/taxonomies/*.json by it (contributes.jsonValidation).
import fs from 'node:fs';
import esbuild from 'esbuild';

const FILE = 'dist/taxonomy.schema.json';

const ENTRY = `
import * as z from 'zod';
import { Taxonomy } from './src/model/taxonomy';
export default z.toJSONSchema(Taxonomy, { target: 'draft-7', io: 'input' });
`;

/** @returns {Promise<string[]>} the files that were written */
export async function writeTaxonomySchema() {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: ENTRY, resolveDir: '.', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { default: schema } = await import(`data:text/javascript;base64,${code}`);
  fs.mkdirSync('dist', { recursive: true });
  fs.writeFileSync(FILE, `${JSON.stringify(schema, null, 2)}\n`);
  return [FILE];
}
