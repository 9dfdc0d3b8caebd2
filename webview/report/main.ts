import './report.css';
import './report';

// The palette asks for the editor's word on light or dark; here it is the reader's system.
const light = matchMedia('(prefers-color-scheme: light)');
const follow = (): void => {
  document.body.classList.toggle('vscode-light', light.matches);
};
light.addEventListener('change', follow);
follow();
