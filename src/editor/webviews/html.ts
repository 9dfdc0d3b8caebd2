import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export interface Page {
  /** Name of the bundle in dist/webview and of the view, such as `atlas`. */
  view: 'atlas' | 'example' | 'list' | 'taxonomy';
  element: string;
  layout: 'side' | 'tab';
}

/** Only the bundles can be loaded, and nothing else runs: see the policy in `pageHtml`. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'webview')] };
}

/** Tabs take pictures as they are: a drawing in the text's colour would be black in every theme. */
export function tabIcon(extensionUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } {
  const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `atlas-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
}

/** The page of one of our webviews. All content arrives later, as messages. */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, page: Page): string {
  const asset = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name));
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    // The toolkit probes the browser with one <style> of its own, which bears the nonce of the meta tag below.
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${asset('codicon.css')}" id="vscode-codicon-stylesheet">
<link rel="stylesheet" href="${asset(`${page.view}.css`)}">
<title>ErrorAtlas</title>
</head>
<body data-view="${page.view}" data-layout="${page.layout}">
<${page.element}></${page.element}>
<script nonce="${nonce}" src="${asset(`${page.view}.js`)}"></script>
</body>
</html>`;
}
