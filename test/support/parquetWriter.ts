import { parquetWriteBuffer } from 'hyparquet-writer';

/** The writer's own: it brings another version of the reading library with it than ours. */
type SchemaElement = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>[number];

/** A column's shape: the type of a leaf, `[shape]` for a list, an object for a struct. */
export type Shape = 'STRING' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | readonly [Shape] | { [member: string]: Shape };

/** A Parquet file of rows in any nesting, as Arrow's writers make them: everything may be null. */
export function parquet(columns: Record<string, Shape>, rows: readonly object[], rowGroupSize = 1000): Uint8Array {
  const names = Object.keys(columns);
  const schema: SchemaElement[] = [{ name: 'schema', num_children: names.length }];
  for (const [name, shape] of Object.entries(columns)) schema.push(...elements(name, shape));
  const columnData = names.map((name) => ({
    name,
    data: rows.map((row) => toStored((row as Record<string, unknown>)[name], columns[name] ?? 'STRING')),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, rowGroupSize }));
}

function elements(name: string, shape: Shape): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' as const };
  if (Array.isArray(shape)) {
    const list: SchemaElement = { name: 'list', repetition_type: 'REPEATED', num_children: 1 };
    return [{ ...optional, converted_type: 'LIST', num_children: 1 }, list, ...elements('element', shape[0])];
  }
  if (typeof shape === 'object') {
    const members = Object.entries(shape);
    const below = members.flatMap(([member, inner]) => elements(member, inner));
    return [{ ...optional, num_children: members.length }, ...below];
  }
  if (shape === 'STRING') return [{ ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' }];
  return [{ ...optional, type: shape }];
}

function toStored(value: unknown, shape: Shape): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(shape)) return (value as unknown[]).map((item) => toStored(item, shape[0]));
  if (typeof shape === 'object') {
    const members = Object.entries(shape);
    const row = value as Record<string, unknown>;
    return Object.fromEntries(members.map(([member, inner]) => [member, toStored(row[member], inner)]));
  }
  return shape === 'INT64' ? BigInt(value as number) : value;
}
