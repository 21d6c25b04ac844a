/** What middleware and routes tell each other about a request. */
export interface ServiceEnv {
  readonly Variables: {
    requestId: string;
    /** The model that the request is about, as soon as it is known; for the log. */
    model?: string;
    version?: number;
  };
}
