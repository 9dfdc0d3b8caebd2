import * as vscode from 'vscode';
import { dollars } from './dollars';

/** What would be sent, and where: all that somebody needs to say yes or no. */
export interface Sending {
  count: number;
  model: string;
  /** For people: an origin, or who brings the model. */
  to: string;
  /** About; `null` when not known. */
  promptTokens: number;
  completionTokens: number;
  cost: number | null;
  /** Where the price comes from, for people. */
  priceNote: string;
  /** What is taken out before, for people; empty when nothing is. */
  redaction: string;
}

const KEY = 'errorAtlas.sendingAllowed';

/** Asks before texts leave the machine, the first time for each endpoint and model. */
export class SendConsent {
  constructor(private readonly state: Pick<vscode.Memento, 'get' | 'update'>) {}

  isGiven(to: string, model: string): boolean {
    return this.state.get<string[]>(KEY, []).includes(`${to} ${model}`);
  }

  /** `true`: send. Remembers a yes. */
  async ask(sending: Sending): Promise<boolean> {
    const { count, to, model } = sending;
    const send = 'Send';
    const question = `Send ${count === 1 ? 'one failing example' : `${count} failing examples`} to ${to}?`;
    const detail = `${costLine(sending)}\n\nOf each example its input, references, choices and output are sent, and right answers of other models to it; nothing else of the workspace. ${sending.redaction}${sending.redaction && ' '}You are asked once for this endpoint and model.`;
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, send);
    if (answer !== send) return false;
    await this.give(to, model);
    return true;
  }

  async give(to: string, model: string): Promise<void> {
    await this.state.update(KEY, [...this.state.get<string[]>(KEY, []), `${to} ${model}`]);
  }

  /** Asks anew from now on. */
  async forget(): Promise<void> {
    await this.state.update(KEY, undefined);
  }
}

/** `gpt-5-mini: about 140,000 tokens in and 20,000 out, about $0.12 at …`. */
export function costLine({
  model,
  promptTokens,
  completionTokens,
  cost,
  priceNote,
}: Omit<Sending, 'to' | 'count' | 'redaction'>): string {
  const tokens = `${about(promptTokens)} tokens in and ${about(completionTokens)} out`;
  return `${model}: about ${tokens}; ${cost === null ? `what that costs is not known${priceNote}` : `about ${dollars(cost)}${priceNote}`}.`;
}

/** Two digits are as much as an estimate knows. */
function about(count: number): string {
  return Number(count.toPrecision(2)).toLocaleString('en');
}
