import type { ExternalScores } from '../../src/metrics/index.ts';

/** What the service answers to `/fit`. */
export interface FitAnswer {
  readonly message: string;
  readonly model: string;
  readonly version: number;
  readonly clusters: number;
  readonly rows: number;
  readonly metrics: { readonly inertia: number; readonly silhouette: number | null };
  readonly engine: string;
}

/** What the service answers to `/predict`. */
export interface PredictAnswer {
  readonly predictions: number[];
  readonly model: string;
  readonly version: number;
}

/** What the service answers to `/update`. */
export interface UpdateAnswer {
  readonly version: number;
  readonly rows: number;
  readonly clusters: number;
  readonly labels: readonly number[];
  readonly repeated: number;
  readonly joined: number;
  readonly waiting: number;
  readonly newLabels: readonly { readonly label: number; readonly size: number; readonly name: string; readonly selector: string | null }[];
}

/** What the service answers to `/evaluate` when it is told the truth. */
export interface EvaluateAnswer {
  readonly clusters: number;
  readonly quality: { readonly score: number };
  readonly external: ExternalScores;
}

/** A client of the service, as small as clients of such services are: bodies go out as JSON and come back as JSON. */
export function createClient(url: string) {
  async function post<Answer>(path: string, body: unknown): Promise<Answer> {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path}: ${answer.status} ${answer.code}: ${answer.detail}`);
    return answer;
  }

  return {
    fit: (body: unknown) => post<FitAnswer>('/fit', body),
    update: (body: unknown) => post<UpdateAnswer>('/update', body),
    evaluate: (body: unknown) => post<EvaluateAnswer>('/evaluate', body),
    predict: (body: unknown) => post<PredictAnswer>('/predict', body),
  };
}
