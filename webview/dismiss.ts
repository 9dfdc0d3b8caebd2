import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Closes a popover when the user presses Escape or clicks outside its element. */
export class Dismiss implements ReactiveController {
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly isOpen: () => boolean,
    private readonly close: () => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('pointerdown', this.onPointerDown, true);
    document.addEventListener('keydown', this.onKeyDown, true);
  }

  hostDisconnected(): void {
    document.removeEventListener('pointerdown', this.onPointerDown, true);
    document.removeEventListener('keydown', this.onKeyDown, true);
  }

  /** The button that opened the popover closes it by itself. */
  private readonly onPointerDown = (event: Event): void => {
    if (!this.isOpen()) return;
    const path = event.composedPath();
    const isOpener = path.some(
      (target) => target instanceof Element && target.getAttribute('aria-expanded') === 'true',
    );
    if (!path.includes(this.host) && !isOpener) this.close();
  };

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.isOpen()) return;
    event.stopPropagation();
    this.close();
  };
}
