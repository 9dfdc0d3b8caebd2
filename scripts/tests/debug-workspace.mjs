// Makes the workspace for host tests under the debugger (.vscode/launch.json), which wants a fixed place.
import fs from 'node:fs';
import path from 'node:path';
import { ARTIFACTS, EXAMPLES } from '../rig/paths.mjs';

const folder = path.join(ARTIFACTS, 'error-atlas-workspace-debug/examples');
fs.rmSync(folder, { recursive: true, force: true });
fs.cpSync(EXAMPLES, folder, { recursive: true });
fs.rmSync(path.join(folder, '.error-atlas'), { recursive: true, force: true });
