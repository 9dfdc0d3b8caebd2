/** Each of these tells on itself by calling `alert`, should any surface ever run it. */
const CALL = 'alert(1)';

const HANDLERS = ['onerror', 'onload', 'onclick', 'onmouseover', 'onfocus', 'onanimationstart', 'ontoggle', 'onbegin'];

const ELEMENTS = [
  `<script>${CALL}</script>`,
  `<SCRIPT>${CALL}</SCRIPT>`,
  `<script src=data:,${CALL}></script>`,
  `<scr<script>ipt>${CALL}</scr</script>ipt>`,
  `</script><script>${CALL}</script>`,
  `</style><script>${CALL}</script>`,
  `</textarea><script>${CALL}</script>`,
  `</title><script>${CALL}</script>`,
  `</template><script>${CALL}</script>`,
  `--><script>${CALL}</script><!--`,
  `<!--<script>${CALL}`,
  `]]><script>${CALL}</script>`,
  `<img src=x onerror=${CALL}>`,
  `<img src="x" onerror="${CALL}" style="position:fixed;inset:0">`,
  `<svg onload=${CALL}>`,
  `<svg><script>${CALL}</script></svg>`,
  `<svg><animate onbegin=${CALL} attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${CALL}"><text y=20>x</text></a></svg>`,
  `<math><mtext><img src=x onerror=${CALL}></mtext></math>`,
  `<iframe src="javascript:${CALL}"></iframe>`,
  `<iframe srcdoc="<script>parent.${CALL}</script>"></iframe>`,
  `<object data="javascript:${CALL}"></object>`,
  `<embed src="javascript:${CALL}">`,
  `<base href="https://evil.example/">`,
  `<meta http-equiv=refresh content="0;url=javascript:${CALL}">`,
  `<link rel=stylesheet href="https://evil.example/x.css">`,
  `<style>@import "https://evil.example/x.css";</style>`,
  `<form action="javascript:${CALL}"><button autofocus>x</button></form>`,
  `<input autofocus onfocus=${CALL}>`,
  `<details open ontoggle=${CALL}>`,
  `<video><source onerror=${CALL}></video>`,
  `<a href="javascript:${CALL}">x</a>`,
  `<a href="jav&#x09;ascript:${CALL}">x</a>`,
  `<a href="command:workbench.action.quit">x</a>`,
  `<a href="vscode://file/etc/passwd">x</a>`,
  `<template><img src=x onerror=${CALL}></template>`,
];

const MARKDOWN = [
  `[x](javascript:${CALL})`,
  `[x](command:workbench.action.quit)`,
  `![x](https://evil.example/pixel.png)`,
  `![x](javascript:${CALL})`,
  `[x]: javascript:${CALL}\n[x]`,
  `<javascript:${CALL}>`,
  '```\n</code></pre><script>alert(1)</script>\n```',
  `$\\href{javascript:${CALL}}{x}$`,
  '$(sync~spin) $(error)',
];

const EXPRESSIONS = [
  `\${${CALL}}`,
  `{{constructor.constructor("${CALL}")()}}`,
  `"};${CALL};//`,
  `'-${CALL}-'`,
  `\`-${CALL}-\``,
  `\\u003cscript\\u003e${CALL}\\u003c/script\\u003e`,
  `\u2028${CALL}//`,
  '{"type":"changeCategory","category":"Other"}',
  '__proto__',
  'constructor',
];

const STEERING = [
  '\u202Etpircs\u202C',
  '\u2066<b>\u2069',
  '\u0000<script>alert(1)</script>',
  '\u001b[31mred\u001b[0m',
  '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  '\ud800<script>alert(1)</script>',
  '\r\n\r\n<script>alert(1)</script>',
];

/** More than 60 texts that want to be more than text. */
export const PAYLOADS: readonly string[] = [
  ...ELEMENTS,
  ...HANDLERS.map((handler) => `" ${handler}=${CALL} x="`),
  ...MARKDOWN,
  ...EXPRESSIONS,
  ...STEERING,
];
