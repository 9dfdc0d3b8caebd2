import { BENCHMARK_SEEDS } from './seeds/benchmarks';
import type { Seed } from './seeds/seed';
import { TOOL_SEEDS } from './seeds/tools';

/** At least one of every format that there is a reader for, and one of every shape of it. */
export const SEEDS: readonly Seed[] = [...TOOL_SEEDS, ...BENCHMARK_SEEDS];
