declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface JetonOidc {
    readonly kind: string;
    readonly accountId?: string;
    readonly clientId?: string;
  }
  interface ContexteOidc {
    body: unknown;
    type: string;
    readonly req: IncomingMessage;
    readonly oidc: { client?: { clientId: string }; session?: { accountId?: string } };
  }
  interface InteractionOidc {
    readonly uid: string;
    readonly params: Readonly<Record<string, unknown>>;
  }
  interface GrantOidc {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  }
  class Provider {
    constructor(emetteur: string, configuration: Readonly<Record<string, unknown>>);
    proxy: boolean;
    readonly Grant: new (donnees: { clientId: string; accountId: string }) => GrantOidc;
    callback(): (req: IncomingMessage, res: ServerResponse) => Promise<void>;
    on(evenement: 'server_error', suite: (ctx: ContexteOidc, erreur: Error) => void): this;
    interactionDetails(req: IncomingMessage, res: ServerResponse): Promise<InteractionOidc>;
    interactionResult(req: IncomingMessage, res: ServerResponse, resultat: object, options?: { mergeWithLastSubmission: boolean }): Promise<string>;
  }
  const errors: {
    readonly InvalidTarget: new (description?: string) => Error;
    readonly SessionNotFound: new (description?: string) => Error;
  };
  export { Provider, errors };
  export type { ContexteOidc, InteractionOidc, JetonOidc };
}
