// What is done after all tools have written: clean, count, check.
import path from 'node:path';
import { examplesDir, makeDir } from '../files.mjs';
import { python, run } from './run.mjs';

const script = (name) => (work) => run(python(work), [path.join(makeDir, 'python', name), examplesDir]);

export const clean = script('clean.py');
export const count = script('count.py');
export const check = script('check.py');
