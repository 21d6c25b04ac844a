import { CorruptModelError } from '../core/errors.ts';
import type { CurvePoint } from '../estimators/auto-k.ts';
import { CRITERIA } from '../estimators/options.ts';
import { isJsonObject, type JsonValue } from './json.ts';

const NAMES: readonly unknown[] = [...CRITERIA, 'threshold'];

/**
 * What `k: 'auto'` looked at, from a model's header; null where it says so, or comes from a version that kept no curve.
 * @throws `CORRUPT_MODEL`
 */
export function readCurve(value: JsonValue | undefined): CurvePoint[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw new CorruptModelError('damaged model: curve is not a list');
  return value.map((point: JsonValue, i) => {
    if (!isJsonObject(point) || !isPoint(point)) throw new CorruptModelError(`damaged model: point ${i} of the curve`);
    return { k: point.k, criterion: point.criterion, score: point.score, inertia: point.inertia };
  });
}

function isPoint(point: object): point is CurvePoint {
  const { k, criterion, score, inertia } = point as Partial<Record<keyof CurvePoint, unknown>>;
  return (
    Number.isInteger(k) &&
    (k as number) > 0 &&
    NAMES.includes(criterion) &&
    (score === null || Number.isFinite(score)) &&
    Number.isFinite(inertia)
  );
}
