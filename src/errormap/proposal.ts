/** A category as a model proposes it, before it has an id and titles. */
export interface Proposal {
  name: string;
  description: string;
}
