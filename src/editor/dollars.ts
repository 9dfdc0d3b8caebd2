/** US dollars as people write them; small sums keep the digits that tell them apart. */
export function dollars(amount: number): string {
  return `$${amount.toFixed(amount >= 1 ? 2 : 4)}`;
}
