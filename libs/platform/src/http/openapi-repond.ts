import { SetMetadata } from '@nestjs/common';

export const CLE_REPOND = 'sm:repond';

/** Media types; `T` is there for the reader of the source alone. */
type Repondu<T> = readonly (string & { readonly corps?: T })[];

/**
 * Method decorator: what the route answers, where its return type does not say it. `T` is read from the source by `reponses.mjs`; `types` are its media types, JSON alone by default.
 * Other types than JSON are documented as text.
 */
export const Repond = <T = never>(...types: Repondu<T>): MethodDecorator => SetMetadata(CLE_REPOND, types.length ? types : ['application/json']);
