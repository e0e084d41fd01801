declare module 'kafkajs/src/network/requestQueue' {
  /** Queue of requests of one connection: only what the corrections touch. */
  class RequestQueue {
    pending: readonly unknown[];
    inflight: Map<number, { sentAt: number; requestTimeout: number; timeoutRequest(): void }>;
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    requestTimeoutIntervalId?: NodeJS.Timeout;
    enforceRequestTimeout: boolean;
    requestTimeout: number;
    isConnected: () => boolean;
    destroy(): void;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
    scheduleRequestTimeoutCheck(): void;
  }
  export = RequestQueue;
}

declare module 'kafkajs/src/protocol/requests' {
  export interface DefinitionRequete {
    readonly versions: readonly string[];
    protocol(options: { version: number }): unknown;
  }
  export type Versions = Readonly<Record<number, { minVersion: number; maxVersion: number } | undefined>>;
  const protocole: { lookup: (versions: Versions) => (apiKey: number, definition: DefinitionRequete) => unknown };
  export default protocole;
}
