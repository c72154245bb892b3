import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The frame of a page: it may run its own script and use its own style, and load nothing else. */
export function pageHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: { readonly name: string; readonly title: string; readonly words: unknown },
): string {
  const nonce = randomBytes(18).toString('base64url');
  const file = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist/page', name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `img-src data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(page.title)}</title>
<link rel="stylesheet" href="${file(`${page.name}.css`)}">
</head>
<body data-words="${escapeHtml(JSON.stringify(page.words))}">
<script type="module" nonce="${nonce}" src="${file(`${page.name}.js`)}"></script>
</body>
</html>`;
}

export function pageFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist/page');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
