// The address of the browser workbench.

/**
 * `extension` and `tests` work only with a server that was started with `testDriver`: VS Code ignores them otherwise.
 * @param {object} options
 * @param {number} options.port
 * @param {string} [options.folder] to open, or a workspace file
 * @param {string} [options.extension] folder of an extension under development; VS Code takes one here
 * @param {string} [options.tests] script that exports `run()`, called in the extension host
 */
export function workbenchUrl({ port, folder, extension, tests }) {
  // `localhost`, not 127.0.0.1: web views need a service worker, and that a host that browsers hold for secure.
  const url = new URL(`http://localhost:${port}/`);
  const payload = [];
  const remote = (file) => `vscode-remote://${url.host}${uriPath(file)}`;
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  if (payload.length) payload.push(['skipWelcome', 'true']);
  if (folder) url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', uriPath(folder));
  if (payload.length) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** `C:\a b` → `/C:/a b` */
function uriPath(file) {
  const slashes = file.replaceAll('\\', '/');
  return slashes.startsWith('/') ? slashes : `/${slashes}`;
}
