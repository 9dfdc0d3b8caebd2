/** A story: one thing a user does from beginning to end, in a workbench of its own. */
import { test } from 'node:test';
import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench';

/** Milliseconds. */
const TIMEOUT = 120_000;

export function story(title: string, options: WorkbenchOptions, tell: (workbench: Workbench) => Promise<void>): void {
  test(title, { timeout: TIMEOUT }, async () => {
    const workbench = await openWorkbench(options);
    try {
      await tell(workbench);
    } catch (error) {
      // What the user would have seen says more than a selector that was not found.
      await workbench.screenshot(`failed-${title.replaceAll(/\W+/g, '-')}`).catch(() => {});
      throw error;
    } finally {
      await workbench.close();
    }
  });
}
