// What of other people's is inside the bundles: their licences, and a bill of materials.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const LICENCES = 'dist/third-party-licenses.txt';
const SBOM = 'dist/sbom.cdx.json';

/** Copied, not bundled: the icon font. */
const COPIED = ['node_modules/@vscode/codicons'];

/**
 * Writes both files; returns their paths.
 * @param {Record<string, { inputs: Record<string, { bytesInOutput: number }> }>} outputs of esbuild's metafiles
 */
export function writeBundledPackages(outputs) {
  const packages = bundledPackages(outputs);
  fs.writeFileSync(LICENCES, licenceText(packages));
  fs.writeFileSync(SBOM, `${JSON.stringify(billOfMaterials(packages), null, 2)}\n`);
  return [LICENCES, SBOM];
}

/**
 * @param {Parameters<typeof writeBundledPackages>[0]} outputs
 * @returns {{ folder: string, name: string, version: string, license: string }[]} by name
 */
function bundledPackages(outputs) {
  const folders = new Set(COPIED);
  for (const [file, { inputs }] of Object.entries(outputs)) {
    if (!file.startsWith('dist/')) continue;
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? [];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  const packages = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return { folder, name, version, license: license ?? 'see below' };
  });
  return packages.sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

function licenceText(packages) {
  const parts = packages.map(({ folder, name, version, license }) => {
    const files = fs
      .readdirSync(folder, { withFileTypes: true })
      .filter((file) => file.isFile() && /^(licen[cs]e|copying|notice)/i.test(file.name))
      .map((file) => file.name);
    const texts = files.map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  const head = 'ErrorAtlas contains parts of these packages.';
  return `${[head, ...parts].join(`\n\n${'─'.repeat(80)}\n\n`)}\n`;
}

/** What npm knows of the whole tree, with the packages that are in the bundles alone. */
function billOfMaterials(packages) {
  const shell = process.platform === 'win32';
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--loglevel', 'silent'];
  const all = JSON.parse(execFileSync('npm', args, { encoding: 'utf8', shell, maxBuffer: 64 * 1024 * 1024 }));
  const bundled = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const components = all.components
    .filter(({ name, version }) => bundled.has(`${name}@${version}`))
    // Ours needs them to be built; who installs it has them in it.
    .map((component) => ({ ...component, scope: 'required', properties: [] }));
  const kept = new Set([all.metadata.component['bom-ref'], ...components.map((one) => one['bom-ref'])]);
  const dependencies = all.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
  return { ...all, components, dependencies };
}
