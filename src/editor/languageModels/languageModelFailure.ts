import * as vscode from 'vscode';
import { JudgeUnavailable } from '../../judge/judge';
import { CallFailed } from '../../judge/openai/callFailed';
import { messageOf } from '../../model/messageOf';

/** How much of a provider's words is passed on, in characters. */
const SHOWN = 300;

/** Asked too often, but not out of quota: worth another try after a pause. */
export function isRateLimit(error: unknown): boolean {
  return /rate.?limit|too many requests|\b429\b/i.test(wordsOf(error)) && !isOutOfQuota(error);
}

/** What to throw for what the editor threw: `JudgeUnavailable` when no other call could do better. */
export function failureOf(error: unknown, { name }: vscode.LanguageModelChat): Error {
  const words = wordsOf(error).slice(0, SHOWN);
  if (isOutOfQuota(error)) {
    return new JudgeUnavailable(
      `The quota for ${name} is used up (${words}). Wait until it is renewed, or choose another judge.`,
    );
  }
  switch (error instanceof vscode.LanguageModelError ? error.code : undefined) {
    case vscode.LanguageModelError.NoPermissions.name:
      return new JudgeUnavailable(
        `ErrorAtlas may not use ${name} (${words}). Classify again and allow it, or choose another judge.`,
      );
    case vscode.LanguageModelError.NotFound.name:
      return new JudgeUnavailable(`${name} is no longer offered by the editor (${words}). Choose another judge.`);
    case vscode.LanguageModelError.Blocked.name:
      return new JudgeUnavailable(
        `The editor has blocked requests to ${name} (${words}). Choose another judge, or try again later.`,
      );
    default:
      return new CallFailed(`${name} failed: ${words}`);
  }
}

function isOutOfQuota(error: unknown): boolean {
  return /quota|out of credits?|premium requests|usage limit/i.test(wordsOf(error));
}

/** With the cause: for unspecified errors the editor puts the provider's own there. */
function wordsOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? ` ${messageOf(error.cause)}` : '';
  return `${messageOf(error)}${cause}`.trim() || 'no reason given';
}
