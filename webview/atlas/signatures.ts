import { html, type TemplateResult } from 'lit';
import type { Signature } from '../../src/model/atlas';
import type { PanelView } from './overview';
import { renderSignatureBars } from './signatureBars';
import { renderSignatureMultiples } from './signatureMultiples';
import { renderSignatureTable } from './signatureTable';
import { renderToggle } from './toggle';

/** Which errors each model makes: one bar each where room is scarce, else a heatmap or small charts. */
export function renderSignatures(view: PanelView, models: readonly Signature[]): TemplateResult {
  const { saved, change, message, open, wide } = view;
  const toggle = renderToggle(
    'Failure signatures as',
    [
      { value: 'heatmap', label: wide ? 'Heatmap' : 'Bars' },
      { value: 'multiples', label: 'Small charts', title: 'One small chart for each model, all to the same scale' },
    ],
    saved.signatures,
    (signatures) => change({ signatures }),
  );
  return html`<div class="signature-section">
    <div class="signature-options">${toggle}</div>
    ${
      saved.signatures === 'multiples'
        ? renderSignatureMultiples(view, models)
        : wide
          ? renderSignatureTable(
              { atlas: message.atlas, sort: saved.sort, setSort: (sort) => change({ sort }), open },
              models,
            )
          : renderSignatureBars(view, models)
    }
  </div>`;
}
