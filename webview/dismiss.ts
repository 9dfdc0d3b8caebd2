import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Closes a popover when the user presses Escape or clicks outside its element. */
export class Dismiss implements ReactiveController {
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly close: () => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('pointerdown', this.onPointerDown, true);
    this.host.addEventListener('keydown', this.onKeyDown);
  }

  hostDisconnected(): void {
    document.removeEventListener('pointerdown', this.onPointerDown, true);
    this.host.removeEventListener('keydown', this.onKeyDown);
  }

  private readonly onPointerDown = (event: Event): void => {
    if (!event.composedPath().includes(this.host)) this.close();
  };

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.close();
  };
}
