/**
 * The one place that knows the toolkit: it registers the custom elements our templates use
 * (`vscode-button`, `vscode-checkbox`, …). The toolkit is no longer developed; a successor
 * with the same element names replaces it here.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeBadge,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

provideVSCodeDesignSystem().register(
  vsCodeBadge(),
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeProgressRing(),
  vsCodeTextField(),
);
