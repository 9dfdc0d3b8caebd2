/** The entry for the UI tests: all stories in one process, so that they share a server and a browser. */
import { after } from 'node:test';
import tests from 'virtual:tests';
import { closeShared } from './support/workbench';

for (const [, load] of tests) await load();

after(closeShared);
