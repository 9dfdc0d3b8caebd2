/** Units of measure by what they measure; the numbers are in terms of the first of the kind. */
const KINDS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  time: { second: 1, sec: 1, minute: 60, min: 60, hour: 3600, hr: 3600, day: 86_400, week: 604_800 },
  years: { month: 1, year: 12 },
  length: { millimeter: 1, mm: 1, centimeter: 10, cm: 10, meter: 1000, kilometer: 1e6, km: 1e6 },
  imperialLength: { inch: 1, foot: 12, feet: 12, yard: 36, mile: 63_360 },
  mass: { milligram: 0.001, mg: 0.001, gram: 1, kilogram: 1000, kg: 1000 },
  imperialMass: { ounce: 1, oz: 1, pound: 16, lb: 16, ton: 32_000 },
  volume: { milliliter: 1, ml: 1, liter: 1000 },
  imperialVolume: { cup: 1, pint: 2, quart: 4, gallon: 16 },
  money: { cent: 1, penny: 1, pennie: 1, nickel: 5, dime: 10, quarter: 25, dollar: 100, $: 100 },
  pieces: { piece: 1, dozen: 12 },
  area: { 'mm²': 1, 'cm²': 100, 'm²': 1e6, 'km²': 1e12, hectare: 1e10, ha: 1e10 },
  pressure: { pascal: 1, pa: 1, hectopascal: 100, hpa: 100, kilopascal: 1000, kpa: 1000, bar: 1e5 },
  energy: { joule: 1, kilojoule: 1000, kj: 1000, kwh: 3.6e6 },
  power: { watt: 1, kilowatt: 1000, kw: 1000, megawatt: 1e6, mw: 1e6 },
  data: { kb: 1, kilobyte: 1, mb: 1000, megabyte: 1000, gb: 1e6, gigabyte: 1e6, tb: 1e9, terabyte: 1e9 },
};

const KIND_OF = new Map<string, { kind: string; factor: number }>();
for (const [kind, units] of Object.entries(KINDS)) {
  for (const [unit, factor] of Object.entries(units)) KIND_OF.set(unit, { kind, factor });
}

/** `Metres` → `meter`, `inches` → `inch`; other words come back in the singular form that we would use. */
export function unitName(word: string): string {
  const plain = word.toLowerCase().replace(/metre/, 'meter').replace(/litre/, 'liter');
  if (KIND_OF.has(plain)) return plain;
  for (const ending of ['es', 's']) {
    const stem = plain.endsWith(ending) ? plain.slice(0, -ending.length) : '';
    if (KIND_OF.has(stem)) return stem;
  }
  return plain;
}

/** The units of measure that a text names. */
export function unitsIn(text: string): Set<string> {
  const units = new Set<string>();
  // "square centimetres" and "cm²" are one unit; "m" is one behind a number only.
  const plain = text
    .replace(
      /\bsquare (milli|centi|kilo)?met(?:re|er)s?\b/gi,
      (_, prefix = '') => `${prefix.slice(0, 1).toLowerCase()}m²`,
    )
    .replace(/(\d\s?)m\b(?![²³/])/g, '$1meter');
  for (const word of plain.match(/\p{L}+²?|\$/gu) ?? []) {
    const name = unitName(word);
    if (KIND_OF.has(name)) units.add(name);
  }
  return units;
}

/** A pair of units of one kind and how many of the smaller make one of the larger. */
export interface Conversion {
  smaller: string;
  larger: string;
  factor: number;
}

/** The conversions that the named units allow; pairs under 5 are left out: small ratios come about by chance. */
export function conversionsAmong(units: ReadonlySet<string>): Conversion[] {
  const conversions: Conversion[] = [];
  for (const smaller of units) {
    for (const larger of units) {
      const from = KIND_OF.get(smaller);
      const to = KIND_OF.get(larger);
      if (from === undefined || to === undefined || from.kind !== to.kind) continue;
      const factor = to.factor / from.factor;
      if (factor >= 5) conversions.push({ smaller, larger, factor });
    }
  }
  return conversions;
}

/** Dimensions that are measured in several systems of units. */
const DIMENSIONS: Readonly<Record<string, string>> = {
  imperialLength: 'length',
  imperialMass: 'mass',
  imperialVolume: 'volume',
  years: 'time',
};

/** True when two of the units measure the same thing, in whatever system. */
export function measuresSameThing(units: ReadonlySet<string>): boolean {
  const dimensions = [...units].map((unit) => KIND_OF.get(unit)?.kind ?? unit).map((kind) => DIMENSIONS[kind] ?? kind);
  return new Set(dimensions).size < dimensions.length;
}
