import * as vscode from 'vscode';
import type { z } from 'zod';
import { messageOf } from '../../model/messageOf';
import type { Log } from '../log';

/**
 * A typed line to one webview: what arrives is parsed, what does not parse is logged and dropped.
 * Messages posted before the page is ready would be lost, so the page says `ready` first.
 */
export function receive<Message>(
  webview: vscode.Webview,
  schema: z.ZodType<Message>,
  log: Log,
  handle: (message: Message) => unknown,
): vscode.Disposable {
  return webview.onDidReceiveMessage(async (raw: unknown) => {
    const message = schema.safeParse(raw);
    if (!message.success) {
      log.error(`A webview sent a message that we don't know: ${message.error.message}`);
      return;
    }
    try {
      await handle(message.data);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(`ErrorAtlas: ${messageOf(error)}`);
    }
  });
}
