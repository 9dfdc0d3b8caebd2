import * as z from 'zod';
import { Source } from '../../src/model/example';
import { type ExampleToHost, HostToExample } from '../../src/protocol';
import { Host } from '../host';

/** What survives a reload; `key` and `source` tell the extension which example to open again. */
const Saved = z.object({
  key: z.string().nullable(),
  source: Source.nullable(),
  /** Names of the disclosures that stand open. */
  open: z.array(z.string()),
  scroll: z.number(),
  /** Whether answer and reference are compared. */
  comparing: z.boolean(),
});
type Saved = z.infer<typeof Saved>;

export type ExampleMessage = Extract<HostToExample, { type: 'example' }>;

export type ExampleHost = Host<HostToExample, ExampleToHost, Saved>;

export function connect(): ExampleHost {
  return new Host<HostToExample, ExampleToHost, Saved>(HostToExample, Saved, {
    key: null,
    source: null,
    open: [],
    scroll: 0,
    comparing: false,
  });
}

/** The category that counts: a person's word before the judge's. */
export function categoryOf({ judgment, correction }: Pick<ExampleMessage, 'judgment' | 'correction'>): string | null {
  if (correction !== null && correction.retracted !== true) return correction.category;
  return judgment?.status === 'judged' ? judgment.category : null;
}

/** The correction, unless it was taken back. */
export function activeCorrection({ correction }: Pick<ExampleMessage, 'correction'>): ExampleMessage['correction'] {
  return correction?.retracted === true ? null : correction;
}
