// A reporter for Node's test runner that writes only how many tests passed and failed, as JSON.

/** @param {AsyncIterable<{ type: string, data: any }>} source */
export default async function* count(source) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of source) {
    // `describe` reports too; it is no test.
    if (data?.details?.type === 'suite' || data?.skip !== undefined || data?.todo !== undefined) continue;
    if (type === 'test:pass') passed++;
    if (type === 'test:fail') failed++;
  }
  yield JSON.stringify({ passed, failed });
}
