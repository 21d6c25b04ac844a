/** A decimal number, exactly: `units` × 10^−`places`. */
export interface Decimal {
  readonly units: bigint;
  readonly places: number;
}

/** The decimal that a finite number is written as: 0.1 is one tenth, not the nearest fraction of a power of two. */
export function decimalOf(value: number): Decimal {
  const [digits, exponent = '0'] = String(value).split('e');
  const [whole, part = ''] = digits.split('.');
  const places = part.length - Number(exponent);
  const units = BigInt(whole + part);
  return places >= 0 ? { units, places } : { units: units * 10n ** BigInt(-places), places: 0 };
}

/** The units of a decimal at more places. */
export function unitsAt({ units, places }: Decimal, more: number): bigint {
  return units * 10n ** BigInt(more - places);
}
