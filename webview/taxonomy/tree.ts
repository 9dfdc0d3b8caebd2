import { html, nothing, type TemplateResult } from 'lit';
import type { CategoryPlace } from '../../src/model/taxonomyEdit';
import type { EditedCategory } from '../../src/protocol/taxonomy';
import { moveFocus } from '../focus';
import { count, counted } from '../format';
import { categoryClass } from '../palette';
import { properties } from '../properties';
import { View } from '../view';
import { isWithin, type Row, rowsOf, type SendEdit } from './state';

/** Where something that is dragged would land, seen from the row below the pointer. */
type Landing = 'before' | 'into' | 'after';

/** The categories as a tree: chosen by click, Space or Shift, moved by dragging or Alt and arrows. */
export class CategoryTree extends View {
  static override properties = {
    categories: {},
    selected: {},
    closed: {},
    edit: {},
    select: {},
    close: {},
    rename: {},
    landing: { state: true },
  };

  declare categories: EditedCategory[];
  declare selected: string[];
  declare closed: string[];
  declare edit: SendEdit;
  declare select: (ids: string[]) => void;
  declare close: (ids: string[]) => void;
  /** Goes to the name of the selected category. */
  declare rename: () => void;
  declare landing: { id: string; where: Landing } | undefined;
  private dragged: Row | undefined;

  protected override render(): TemplateResult {
    const rows = rowsOf(this.categories, this.closed);
    const most = Math.max(1, ...this.categories.map((category) => category.count));
    const focusable = rows.find(({ category }) => this.selected.includes(category.id)) ?? rows[0];
    return html`<ul
      role="tree"
      class="tree"
      aria-label="Categories"
      aria-multiselectable="true"
      data-testid="tree"
      @keydown=${this.onKey}
    >
      ${rows.map((row) => this.renderRow(row, row === focusable, most))}
    </ul>`;
  }

  private renderRow(row: Row, focusable: boolean, most: number): TemplateResult {
    const { category, place } = row;
    const { id, name, faults, children } = category;
    const isSelected = this.selected.includes(id);
    const landing = this.landing?.id === id ? `landing-${this.landing.where}` : '';
    const isOpen = !this.closed.includes(id);
    return html`<li
      role="treeitem"
      class="node ${categoryClass(name)} ${isSelected ? 'selected' : ''} ${landing}"
      tabindex=${focusable ? 0 : -1}
      aria-level=${place.length}
      aria-setsize=${row.siblings}
      aria-posinset=${(place.at(-1) ?? 0) + 1}
      aria-selected=${isSelected}
      aria-expanded=${children.length > 0 ? isOpen : nothing}
      aria-label=${`${name}, ${counted(category.count, 'failing example')}${faults.length > 0 ? `, ${faults.join(' ')}` : ''}`}
      draggable="true"
      data-id=${id}
      data-place=${place.join('.')}
      ${properties({ '--level': place.length - 1, '--share': category.count / most })}
      @click=${(event: MouseEvent) => this.onClick(event, id)}
      @dblclick=${() => this.rename()}
      @dragstart=${(event: DragEvent) => this.onDragStart(event, row)}
      @dragover=${(event: DragEvent) => this.onDragOver(event, row)}
      @dragend=${() => this.endDrag()}
      @drop=${(event: DragEvent) => this.onDrop(event, row)}
    >
      <span
        class="twist codicon ${children.length === 0 ? '' : isOpen ? 'codicon-chevron-down' : 'codicon-chevron-right'}"
        aria-hidden="true"
        @click=${(event: Event) => this.onTwist(event, category)}
      ></span>
      <span class="swatch" aria-hidden="true"></span>
      <bdi class="node-name">${name}</bdi>
      ${faults.length > 0 ? html`<span class="codicon codicon-error failed" title=${faults.join('\n')}></span>` : nothing}
      <span class="node-bar" aria-hidden="true"></span>
      <span class="node-count">${count(category.count)}</span>
    </li>`;
  }

  private onClick(event: MouseEvent, id: string): void {
    if (event.shiftKey) this.select(this.range(id));
    else if (event.ctrlKey || event.metaKey) this.toggle(id);
    else this.select([id]);
    (event.currentTarget as HTMLElement).focus();
  }

  private toggle(id: string): void {
    this.select(this.selected.includes(id) ? this.selected.filter((other) => other !== id) : [...this.selected, id]);
  }

  /** From what was selected first to here. */
  private range(id: string): string[] {
    const ids = rowsOf(this.categories, this.closed).map(({ category }) => category.id);
    const [from, to] = [ids.indexOf(this.selected[0] ?? id), ids.indexOf(id)];
    const between = ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    return from > to ? between.reverse() : between;
  }

  private onTwist(event: Event, { id, children }: EditedCategory): void {
    if (children.length === 0) return;
    event.stopPropagation();
    this.close(this.closed.includes(id) ? this.closed.filter((other) => other !== id) : [...this.closed, id]);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const target = (event.target as HTMLElement).closest<HTMLElement>('[data-id]');
    const rows = rowsOf(this.categories, this.closed);
    const row = rows.find(({ place }) => place.join('.') === target?.dataset.place);
    if (!row) return;
    if (event.altKey) this.moveByKey(event, row, rows);
    else if (event.key === ' ') this.take(event, () => this.toggle(row.category.id));
    else if (event.key === 'Enter') this.take(event, () => this.select([row.category.id]));
    else if (event.key === 'F2') {
      this.take(event, () => {
        this.select([row.category.id]);
        this.rename();
      });
    } else if (event.key === 'Delete') this.take(event, () => this.removeSelected(row, rows));
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') this.openByKey(event, row);
    else {
      moveFocus(event, '[role="treeitem"]');
      if (event.defaultPrevented && event.shiftKey) this.extend();
    }
  };

  private take(event: Event, act: () => void): void {
    event.preventDefault();
    act();
  }

  /** Shift and an arrow: what has the focus now is selected too. */
  private extend(): void {
    const id = (document.activeElement as HTMLElement | null)?.dataset.id;
    if (id !== undefined && !this.selected.includes(id)) this.select([...this.selected, id]);
  }

  private removeSelected(row: Row, rows: readonly Row[]): void {
    const chosen = rows.filter(({ category }) => this.selected.includes(category.id));
    this.edit({ kind: 'remove', at: (chosen.includes(row) ? chosen : [row]).map(({ place }) => place) });
  }

  private openByKey(event: KeyboardEvent, { category, parent }: Row): void {
    const isOpen = !this.closed.includes(category.id);
    const hasChildren = category.children.length > 0;
    event.preventDefault();
    if (event.key === 'ArrowRight' && hasChildren && !isOpen) this.onTwist(event, category);
    else if (event.key === 'ArrowLeft' && hasChildren && isOpen) this.onTwist(event, category);
    else if (event.key === 'ArrowLeft' && parent) this.focusRow(parent.id);
    else if (event.key === 'ArrowRight' && hasChildren) this.focusRow(category.children[0]?.id ?? '');
  }

  /** Up and down among its siblings; right: into the one above; left: out of its parent. */
  private moveByKey(event: KeyboardEvent, { place }: Row, rows: readonly Row[]): void {
    const index = place.at(-1) ?? 0;
    const above = place.slice(0, -1);
    const parent = above.length === 0 ? null : above;
    const to = {
      ArrowUp: index === 0 ? undefined : { parent, index: index - 1 },
      ArrowDown: { parent, index: index + 2 },
      ArrowRight: index === 0 ? undefined : { parent: [...above, index - 1], index: Number.MAX_SAFE_INTEGER },
      ArrowLeft:
        parent === null
          ? undefined
          : { parent: parent.length === 1 ? null : parent.slice(0, -1), index: (parent.at(-1) ?? 0) + 1 },
    }[event.key];
    if (event.key.startsWith('Arrow')) event.preventDefault();
    const isLast = event.key === 'ArrowDown' && index + 1 >= (rows.find((row) => row.place === place)?.siblings ?? 0);
    if (to && !isLast) this.edit({ kind: 'move', at: [place], ...to });
  }

  focusRow(id: string): void {
    this.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
  }

  private onDragStart(event: DragEvent, row: Row): void {
    this.dragged = row;
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
  }

  private onDragOver(event: DragEvent, { category, place }: Row): void {
    if (!this.dragged || isWithin(place, this.dragged.place)) return;
    event.preventDefault();
    const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const part = (event.clientY - top) / height;
    const where: Landing = part < 0.3 ? 'before' : part > 0.7 ? 'after' : 'into';
    if (this.landing?.id !== category.id || this.landing.where !== where) this.landing = { id: category.id, where };
  }

  private onDrop(event: DragEvent, { place }: Row): void {
    event.preventDefault();
    const { dragged, landing } = this;
    this.endDrag();
    if (!dragged || !landing || isWithin(place, dragged.place)) return;
    const at = this.selected.includes(dragged.category.id) ? this.selectedPlaces() : [dragged.place];
    this.edit({ kind: 'move', at, ...target(place, landing.where) });
  }

  private selectedPlaces(): CategoryPlace[] {
    return rowsOf(this.categories)
      .filter(({ category }) => this.selected.includes(category.id))
      .map(({ place }) => place);
  }

  private endDrag(): void {
    this.dragged = undefined;
    this.landing = undefined;
  }
}

function target(place: CategoryPlace, where: Landing): { parent: CategoryPlace | null; index: number } {
  if (where === 'into') return { parent: place, index: Number.MAX_SAFE_INTEGER };
  const above = place.slice(0, -1);
  const index = (place.at(-1) ?? 0) + (where === 'after' ? 1 : 0);
  return { parent: above.length === 0 ? null : above, index };
}

customElements.define('error-atlas-category-tree', CategoryTree);
